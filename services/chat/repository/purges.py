"""Which deleted conversations are being purged, under a lease; and, for good, which were.

A lease is a time by the database's clock before which no other replica takes the purge. Whoever
dies leaves it to the first one after that time, and every step may be done again.
"""

from datetime import UTC, datetime

from services.chat.domain.trash import Purge
from shared import mongo
from shared.mongo import ASCENDING, Document, Index, Mongo, Transaction

_OPEN = {"is_open": True}
_FREE = {"$expr": {"$lt": ["$leased_until", "$$NOW"]}}
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Purges:
    """One document per purge, which holds ids and times alone."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("purges")

    async def ensure_indexes(self) -> None:
        """What finds the next one; it holds nothing that is done."""
        await mongo.ensure_indexes(
            self._rows, Index([("leased_until", ASCENDING)], "open", partial=_OPEN)
        )

    async def find(self, workspace_id: str, conversation_id: str, tx: Transaction) -> Purge | None:
        """The one of that conversation."""
        row = await self._rows.find_one(
            {"_id": conversation_id, "workspace_id": workspace_id}, session=tx.session
        )
        return _purge(row) if row else None

    async def begin(self, purge: Purge, tx: Transaction) -> None:
        """Whoever comes first takes it."""
        await self._rows.insert_one(
            {
                "_id": purge.conversation_id,
                "workspace_id": purge.workspace_id,
                "deletion": purge.deletion,
                "leased_until": _LONG_AGO,
                **_OPEN,
            },
            session=tx.session,
        )

    async def take(self, lease_seconds: float) -> Purge | None:
        """The one that has waited longest, which is the caller's for that long."""
        row = await self._rows.find_one_and_update(
            {**_OPEN, **_FREE}, _lease(lease_seconds), sort=[("leased_until", ASCENDING)]
        )
        return _purge(row) if row else None

    async def keep(self, purge: Purge, seconds: float) -> None:
        """Nobody takes it for that long."""
        await self._rows.update_one({"_id": purge.conversation_id, **_OPEN}, _lease(seconds))

    async def end(self, purge: Purge, sequence: int, now: datetime, tx: Transaction) -> bool:
        """It is done; false when it was before."""
        ended = await self._rows.update_one(
            {"_id": purge.conversation_id, "workspace_id": purge.workspace_id, **_OPEN},
            {
                "$set": {"sequence": sequence, "purged_at": now},
                "$unset": {"is_open": "", "leased_until": ""},
            },
            session=tx.session,
        )
        return ended.modified_count == 1


def _lease(seconds: float) -> list[Document]:
    return [{"$set": {"leased_until": mongo.after(seconds)}}]


def _purge(row: Document) -> Purge:
    return Purge(
        conversation_id=row["_id"],
        workspace_id=row["workspace_id"],
        deletion=row["deletion"],
        sequence=row.get("sequence"),
        purged_at=row.get("purged_at"),
    )
