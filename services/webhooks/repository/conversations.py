"""Of which conversations something was kept, and which of them were purged: ids alone.

Whoever keeps something writes here in the same transaction, and so does a purge. So one of two
that come at the same time waits for the other, and nothing is kept of what was purged, in
whatever order it is heard.
"""

from datetime import datetime

from shared import mongo
from shared.inbox import KEPT_SECONDS
from shared.mongo import AFTER, ASCENDING, Index, Mongo, Transaction


class Conversations:
    """One document per subject, for as long as an event of it may still come late."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("conversations")

    async def ensure_indexes(self) -> None:
        """When to forget them."""
        expiry = Index([("heard_at", ASCENDING)], "expiry", expire_after_seconds=KEPT_SECONDS)
        await mongo.ensure_indexes(self._rows, expiry)

    async def may_be_kept(
        self, workspace_id: str, subject: str, now: datetime, tx: Transaction
    ) -> bool:
        """Whether something of it may be: it was not purged."""
        # Counting makes it a change in any case, which is what others have to wait for.
        row = await self._rows.find_one_and_update(
            {"_id": subject, "workspace_id": workspace_id},
            {
                "$set": {"heard_at": now},
                "$inc": {"heard": 1},
                "$setOnInsert": {"is_purged": False},
            },
            upsert=True,
            return_document=AFTER,
            session=tx.session,
        )
        return not row["is_purged"]

    async def purged(self, workspace_id: str, subject: str, now: datetime, tx: Transaction) -> None:
        """Nothing more of it may be."""
        await self._rows.update_one(
            {"_id": subject, "workspace_id": workspace_id},
            {"$set": {"heard_at": now, "is_purged": True}, "$inc": {"heard": 1}},
            upsert=True,
            session=tx.session,
        )
