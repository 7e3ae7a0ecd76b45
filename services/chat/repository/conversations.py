"""The conversations, their list, and how many of them there are.

Those in the trash are in a collection of their own: what lists, counts, searches and answers looks
only where they are not, and costs the same however many were deleted.
"""

from collections.abc import Collection as Many
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from services.chat.domain.conversations import Conversation, Status
from services.chat.domain.trash import NoConversation
from services.chat.repository import documents, search
from services.chat.repository.cursor import Cursor
from shared import mongo
from shared.mongo import (
    ASCENDING,
    DESCENDING,
    Collection,
    Document,
    Index,
    Mongo,
    Transaction,
    UpdateOne,
)

STATUSES: tuple[Status, ...] = ("active", "closed")

_ORDER = [("updated_at", DESCENDING), ("_id", DESCENDING)]
_REQUESTED = {"conversion.state": "requested"}


class Conversations:
    """One document per conversation; beside them one document per workspace that counts them."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("conversations")
        self._deleted = mongo.collection("deleted_conversations")
        self._counts = mongo.collection("conversation_counts")

    async def ensure_indexes(self) -> None:
        """What makes a start idempotent, the list sorted and a customer found."""
        workspace = ("workspace_id", ASCENDING)
        client_id = Index([workspace, ("client_id", ASCENDING)], "client_id", unique=True)
        asked = Index([("conversion.asked_at", ASCENDING)], "requested", partial=_REQUESTED)
        await mongo.ensure_indexes(
            self._rows,
            client_id,
            Index([workspace, ("status", ASCENDING), *_ORDER], "list"),
            Index([workspace, ("terms", ASCENDING)], "terms"),
            asked,
        )
        await mongo.ensure_indexes(self._deleted, client_id, asked)

    async def find(
        self, workspace_id: str, conversation_id: str, tx: Transaction | None = None
    ) -> Conversation:
        """Raises ``NoConversation``, for one in the trash or of another workspace too."""
        found = await _find(self._rows, workspace_id, conversation_id, tx)
        if found is None:
            raise NoConversation
        return found

    async def among(
        self, workspace_id: str, conversation_ids: Many[str], tx: Transaction
    ) -> dict[str, Conversation]:
        """Those of them that there are, by id; none of the trash."""
        wanted = {"_id": {"$in": list(conversation_ids)}, "workspace_id": workspace_id}
        rows = self._rows.find(wanted, session=tx.session)
        return {row["_id"]: documents.to_conversation(row) async for row in rows}

    async def find_anywhere(
        self, workspace_id: str, conversation_id: str, tx: Transaction
    ) -> Conversation | None:
        """In the trash too; the two are looked through as of one moment."""
        found = await _find(self._rows, workspace_id, conversation_id, tx)
        return found or await self.find_in_trash(workspace_id, conversation_id, tx)

    async def find_in_trash(
        self, workspace_id: str, conversation_id: str, tx: Transaction | None = None
    ) -> Conversation | None:
        """There alone."""
        return await _find(self._deleted, workspace_id, conversation_id, tx)

    async def find_by_client_id(
        self, workspace_id: str, client_id: str, tx: Transaction
    ) -> Conversation | None:
        """The conversation that was started under ``client_id``, in the trash too."""
        wanted = {"workspace_id": workspace_id, "client_id": client_id}
        for rows in (self._rows, self._deleted):
            if document := await rows.find_one(wanted, session=tx.session):
                return documents.to_conversation(document)
        return None

    async def in_trash(
        self, workspace_id: str, client_ids: Sequence[str], tx: Transaction
    ) -> set[str]:
        """Those of ``client_ids`` under which something was started that was deleted."""
        wanted = {"workspace_id": workspace_id, "client_id": {"$in": list(client_ids)}}
        rows = self._deleted.find(wanted, {"client_id": 1}, session=tx.session)
        return {row["client_id"] async for row in rows}

    async def add(self, conversations: Sequence[Conversation], tx: Transaction) -> None:
        """Begin them. Raises ``DuplicateKey`` when one's ``client_id`` was used before."""
        await mongo.insert_all(self._rows, list(map(_whole, conversations)), tx)

    async def move(self, before: Conversation, after: Conversation, tx: Transaction) -> None:
        """Into the trash, or out of it."""
        await self.remove(before, tx)
        await self._home(after).insert_one(_whole(after), session=tx.session)

    async def remove(self, conversation: Conversation, tx: Transaction) -> None:
        """It is not here any more."""
        await self._home(conversation).delete_one(
            {"_id": conversation.id, "workspace_id": conversation.workspace_id},
            session=tx.session,
        )

    async def save(self, conversation: Conversation, tx: Transaction) -> None:
        """Write what changed since it was found in ``tx``.

        Of two transactions that found the same version, the database lets only one commit.
        """
        own, change = _change(conversation)
        await self._home(conversation).update_one(own, change, session=tx.session)

    async def save_all(self, changed: Sequence[Conversation], tx: Transaction) -> None:
        """As ``save``, for several, none of which is in the trash."""
        updates = [UpdateOne(*_change(conversation)) for conversation in changed]
        await self._rows.bulk_write(updates, session=tx.session)

    async def page(
        self,
        workspace_id: str,
        statuses: Sequence[Status],
        limit: int,
        *,
        after: Cursor | None = None,
        found: Document | None = None,
    ) -> list[Conversation]:
        """The newest ``limit``, or those after ``after``; ``found`` narrows them to a search."""
        conditions: list[Document] = [
            {"workspace_id": workspace_id, "status": {"$in": list(statuses)}}
        ]
        if after:
            conditions.append(_beyond(after))
        if found:
            conditions.append(found)
        rows = self._rows.find({"$and": conditions}, {"terms": 0}).sort(_ORDER).limit(limit)
        return [documents.to_conversation(row) async for row in rows]

    async def asked_before(self, moment: datetime, limit: int) -> list[tuple[str, str]]:
        """Workspace and id of conversations, of all workspaces, whose request to convert was said
        before and is not answered; of those in the trash too.
        """
        waiting = {**_REQUESTED, "conversion.asked_at": {"$lte": moment}}
        return [
            (row["workspace_id"], row["_id"])
            for rows in (self._rows, self._deleted)
            async for row in rows.find(waiting, {"workspace_id": 1}).limit(limit)
        ]

    async def count(self, workspace_id: str, tx: Transaction, **change: int) -> None:
        """Move the workspace's counters, for instance ``active=-1, closed=1``.

        All starts and closings of a workspace meet in this document: write it late.
        """
        await self._counts.update_one(
            {"_id": workspace_id}, {"$inc": change}, upsert=True, session=tx.session
        )

    async def counts(self, workspace_id: str) -> dict[Status, int]:
        """How many there are of each status, exactly."""
        counted: dict[str, Any] = await self._counts.find_one({"_id": workspace_id}) or {}
        return {status: counted.get(status, 0) for status in STATUSES}

    def _home(self, conversation: Conversation) -> Collection:
        """Where its document is."""
        return self._deleted if conversation.deletion else self._rows


async def _find(
    rows: Collection, workspace_id: str, conversation_id: str, tx: Transaction | None
) -> Conversation | None:
    document = await rows.find_one(
        {"_id": conversation_id, "workspace_id": workspace_id}, session=tx and tx.session
    )
    return None if document is None else documents.to_conversation(document)


def _whole(conversation: Conversation) -> Document:
    return documents.of_conversation(conversation, search.terms(conversation.customer))


def _change(conversation: Conversation) -> tuple[Document, Document]:
    """Where it is, and what it becomes."""
    own = {"_id": conversation.id, "workspace_id": conversation.workspace_id}
    return own, {"$set": documents.changing(conversation)}


def matching(words: Sequence[str], conversation_ids: Iterable[str]) -> Document:
    """The conversation is one of these, or its customer has a term beginning with each word."""
    one_of: list[Document] = [{"_id": {"$in": list(conversation_ids)}}]
    if words:
        begins = [{"terms": {"$elemMatch": search.beginning_with(word)}} for word in words]
        one_of.append({"$and": begins})
    return {"$or": one_of}


def _beyond(cursor: Cursor) -> Document:
    """The first bound lets the index begin at the cursor, the second passes its equals."""
    return {
        "updated_at": {"$lte": cursor.updated_at},
        "$or": [
            {"updated_at": {"$lt": cursor.updated_at}},
            {"_id": {"$lt": cursor.conversation_id}},
        ],
    }
