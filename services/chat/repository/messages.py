"""The messages of every conversation, in their dense order."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.chat.domain.messages import Message
from services.chat.domain.people import Author
from services.chat.repository import documents, search
from shared import mongo
from shared.mongo import ASCENDING, DESCENDING, Document, Index, Mongo, Transaction

SEARCHED = 1000
"""How many messages that contain the words, newest first, a search looks at."""


@dataclass(frozen=True, slots=True)
class Span:
    """At most ``limit`` messages: the first after ``after_seq``, else the last before
    ``before_seq``, else the newest.
    """

    limit: int
    after_seq: int | None = None
    before_seq: int | None = None

    @property
    def bounds(self) -> Document:
        """The condition on ``seq``; empty when there is none."""
        limits = {"$gt": self.after_seq, "$lt": self.before_seq}
        return {operator: seq for operator, seq in limits.items() if seq is not None}


class Messages:
    """One document per message."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("messages")

    async def ensure_indexes(self) -> None:
        """What makes ``seq`` dense and a post idempotent, and finds words."""
        workspace, conversation = ("workspace_id", ASCENDING), ("conversation_id", ASCENDING)
        author = ("author.kind", ASCENDING), ("author.id", ASCENDING)
        await mongo.ensure_indexes(
            self._rows,
            Index([conversation, ("seq", ASCENDING)], "seq", unique=True),
            Index([conversation, *author, ("client_id", ASCENDING)], "client_id", unique=True),
            Index([workspace, ("words", ASCENDING), ("_id", DESCENDING)], "newest_with_word"),
        )

    async def add(self, messages: Sequence[Message], tx: Transaction) -> None:
        """Raises ``DuplicateKey`` when one of their authors used its ``client_id`` before."""
        rows = [documents.of_message(each, search.words_of(each.text)) for each in messages]
        await mongo.insert_all(self._rows, rows, tx)

    async def find_by_client_id(
        self,
        workspace_id: str,
        conversation_id: str,
        author: Author,
        client_id: str,
        tx: Transaction,
    ) -> Message | None:
        """What ``author`` posted under ``client_id``."""
        document = await self._rows.find_one(
            {
                "conversation_id": conversation_id,
                "author.kind": author.kind,
                "author.id": author.id,
                "client_id": client_id,
                "workspace_id": workspace_id,
            },
            session=tx.session,
        )
        return None if document is None else documents.to_message(document)

    async def page(
        self,
        workspace_id: str,
        conversation_id: str,
        span: Span,
        tx: Transaction | None = None,
    ) -> list[Message]:
        """That part of the thread, ascending."""
        thread: Document = {"conversation_id": conversation_id, "workspace_id": workspace_id}
        if span.bounds:
            thread["seq"] = span.bounds
        direction = DESCENDING if span.after_seq is None else ASCENDING
        rows = self._rows.find(thread, {"words": 0}, session=tx and tx.session)
        part = rows.sort("seq", direction).limit(span.limit)
        found = [documents.to_message(row) async for row in part]
        return found if direction == ASCENDING else found[::-1]

    async def conversations_saying(self, workspace_id: str, words: list[str]) -> set[str]:
        """Ids of the conversations in which one message contains every word."""
        if not words:
            return set()
        containing = {"workspace_id": workspace_id, "$and": [{"words": word} for word in words]}
        rows = self._rows.find(containing, {"conversation_id": 1})
        newest = rows.sort("_id", DESCENDING).limit(SEARCHED)
        return {row["conversation_id"] async for row in newest}

    async def purge(self, workspace_id: str, conversation_id: str, limit: int) -> bool:
        """Delete the first ``limit`` messages of the thread; false when no more can be left."""
        thread = {"conversation_id": conversation_id, "workspace_id": workspace_id}
        first = self._rows.find(thread, {"_id": 1}).sort("seq", ASCENDING).limit(limit)
        ids = [row["_id"] async for row in first]
        if ids:
            await self._rows.delete_many({"_id": {"$in": ids}, "workspace_id": workspace_id})
        return len(ids) == limit
