"""Where the entries are kept. Every query is answered by an index that holds nothing else, so that
receipts, which stay for good, cost nothing.

What was asked of chat is not asked again before ``answer_by``, a time by the database's clock; when
something is due is judged by the service's own clock, which a test may move.
"""

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from services.trash.domain import Entry
from shared import mongo, refusals, search
from shared.contracts.conversation_events import ConversationDeleted
from shared.contracts.people import Person
from shared.mongo import (
    ASCENDING,
    DESCENDING,
    Document,
    Index,
    Mongo,
    ReplaceOne,
    Transaction,
    UpdateOne,
)

_NEWEST = [("deleted_at", DESCENDING), ("_id", DESCENDING)]
_OPEN = {"is_open": True}
_HELD = {"state": "held"}
_WAITING = {"is_waiting": True}
_UNANSWERED = {"$expr": {"$lt": ["$answer_by", "$$NOW"]}}


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last entry that was seen, as an opaque string."""

    deleted_at: datetime
    conversation_id: str

    def __str__(self) -> str:
        plain = f"{round(self.deleted_at.timestamp() * 1000)}.{self.conversation_id}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def parse(text: str) -> Cursor:
    """Raises ``Invalid`` for anything but what ``str(cursor)`` gave."""
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        milliseconds, _, conversation_id = plain.decode("ascii").partition(".")
        cursor = Cursor(datetime.fromtimestamp(int(milliseconds) / 1000, UTC), conversation_id)
        if str(cursor) != text:
            raise ValueError(text)
    except (ValueError, OverflowError, OSError):
        raise refusals.Invalid("This is not a cursor that a page was answered with.") from None
    return cursor


class Entries:
    """One document per conversation that ever was in the trash."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("entries")

    async def ensure_indexes(self) -> None:
        """The list, its search, what is due, and what was not answered."""
        workspace = ("workspace_id", ASCENDING)
        await mongo.ensure_indexes(
            self._rows,
            Index([workspace, *_NEWEST], "list", partial=_OPEN),
            Index([workspace, ("terms", ASCENDING)], "terms", partial=_OPEN),
            Index([("purge_at", ASCENDING)], "due", partial=_HELD),
            Index([("answer_by", ASCENDING)], "waiting", partial=_WAITING),
        )

    async def find(self, workspace_id: str, conversation_id: str, tx: Transaction) -> Entry | None:
        """The entry of that conversation, also one that has ended."""
        row = await self._rows.find_one(
            {"_id": conversation_id, "workspace_id": workspace_id}, session=tx.session
        )
        return _entry(row) if row else None

    async def save(self, entry: Entry, answer_seconds: float, tx: Transaction) -> None:
        """Write it whole; what chat is asked for is to be answered within that time."""
        own = {"_id": entry.conversation_id, "workspace_id": entry.workspace_id}
        writes: list[ReplaceOne[Document] | UpdateOne] = [
            ReplaceOne(own, _document(entry), upsert=True)
        ]
        if entry.is_waiting:
            by = mongo.after(answer_seconds)
            writes.append(UpdateOne(own, [{"$set": {"answer_by": by}}]))
        await self._rows.bulk_write(writes, session=tx.session)

    async def page(
        self,
        workspace_id: str,
        now: datetime,
        limit: int,
        *,
        after: Cursor | None = None,
        words: Sequence[str] | None = None,
    ) -> list[Entry]:
        """The newest ``limit``, or those after ``after``, that have a term beginning with each of
        ``words``: what can be restored now, or is being.
        """
        still_there = [{"state": "restoring"}, {"purge_at": {"$gt": now}}]
        wanted: list[Document] = [{"workspace_id": workspace_id, **_OPEN, "$or": still_there}]
        if words:
            wanted += [{"terms": {"$elemMatch": search.beginning_with(word)}} for word in words]
        if after:
            wanted += [_beyond(after)]
        rows = self._rows.find({"$and": wanted}, {"terms": 0}).sort(_NEWEST).limit(limit)
        return [_entry(row) async for row in rows]

    async def due(self, now: datetime, limit: int) -> list[Entry]:
        """Of all workspaces, those whose time is over, the longest first."""
        rows = self._rows.find({**_HELD, "purge_at": {"$lte": now}})
        return [_entry(row) async for row in rows.sort("purge_at", ASCENDING).limit(limit)]

    async def count_due(self, now: datetime) -> int:
        """Of all workspaces, how many are."""
        return await self._rows.count_documents({**_HELD, "purge_at": {"$lte": now}})

    async def unanswered(self, limit: int) -> list[Entry]:
        """Of all workspaces, those whose request should have been answered by now."""
        rows = self._rows.find({**_WAITING, **_UNANSWERED}).sort("answer_by", ASCENDING)
        return [_entry(row) async for row in rows.limit(limit)]

    async def is_unanswered(self, entry: Entry, tx: Transaction) -> bool:
        """Nobody else has asked again meanwhile, and there is no answer."""
        own = {"_id": entry.conversation_id, "workspace_id": entry.workspace_id}
        found = await self._rows.find_one(
            {**own, **_WAITING, **_UNANSWERED}, {"_id": 1}, session=tx.session
        )
        return found is not None


class Repository:
    """The service's collections. A part."""

    name = "repository"

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def start(self) -> None:
        """Open the collection; build the indexes that are missing."""
        self.entries = Entries(self._mongo)
        await self.entries.ensure_indexes()

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def ping(self) -> None:
        """The database is asked by its own part."""


def _beyond(cursor: Cursor) -> Document:
    """The first bound lets the index begin at the cursor, the second passes its equals."""
    return {
        "deleted_at": {"$lte": cursor.deleted_at},
        "$or": [
            {"deleted_at": {"$lt": cursor.deleted_at}},
            {"_id": {"$lt": cursor.conversation_id}},
        ],
    }


def _terms(deleted: ConversationDeleted) -> list[str]:
    """What it is found by: words of the customer's name and address, and of the last message."""
    customer = deleted.customer
    domain = customer.email.rpartition("@")[2]
    return search.terms(customer.name, customer.email, domain, deleted.last_message.text)


def _document(entry: Entry) -> Document:
    fields = asdict(entry)
    by, asked, deleted = entry.deleted_by, entry.asked_by, entry.deleted
    return {
        **fields,
        "_id": fields.pop("conversation_id"),
        "deleted_by": by and by.model_dump(),
        "asked_by": asked and asked.model_dump(),
        "deleted": deleted and deleted.model_dump(),
        **({"terms": _terms(deleted)} if deleted else {}),
        **(_OPEN if entry.is_open else {}),
        **(_WAITING if entry.is_waiting else {}),
    }


def _entry(row: Document) -> Entry:
    by, asked, deleted = row["deleted_by"], row["asked_by"], row["deleted"]
    return Entry(
        conversation_id=row["_id"],
        workspace_id=row["workspace_id"],
        sequence=row["sequence"],
        deletion=row["deletion"],
        version=row["version"],
        state=row["state"],
        deleted_by=Person(**by) if by else None,
        deleted_at=row["deleted_at"],
        purge_at=row["purge_at"],
        ended_at=row["ended_at"],
        asked_by=Person(**asked) if asked else None,
        ticket_id=row["ticket_id"],
        deleted=ConversationDeleted.model_validate(deleted) if deleted else None,
    )
