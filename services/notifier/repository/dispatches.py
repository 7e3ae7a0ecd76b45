"""What goes out in one piece, under a lease; and how much went out to each agent of late.

A lease is a time by the database's clock before which nobody else takes it. Whoever dies leaves
it to the first replica after that time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from services.notifier.domain.deliveries import Dispatch, Purpose
from services.notifier.domain.people import Channel
from services.notifier.repository.deliveries import Box
from shared import clock, mongo
from shared.mongo import AFTER, ASCENDING, Document, Index, Mongo, Transaction

_DUE = mongo.has_come("due_at")
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many of an agent's alerts go out as they come within ``window_seconds``."""

    at_once: int
    window_seconds: float


class Dispatches:
    """One document per dispatch that is not done; one per box that says what it got of late."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("dispatches")
        self._boxes = mongo.collection("boxes")

    async def ensure_indexes(self) -> None:
        """What finds the next one."""
        await mongo.ensure_indexes(
            self._rows, Index([("channel", ASCENDING), ("due_at", ASCENDING)], "due")
        )

    async def admit(self, box: Box, allowance: Allowance, tx: Transaction) -> bool:
        """Count one more piece for ``box``, if it may have one now."""
        window_ran_out = {"$lte": ["$window_until", "$$NOW"]}
        has_left = {"$lt": ["$sent", allowance.at_once]}
        window = mongo.after(allowance.window_seconds)
        admitted = await self._boxes.update_one(
            {"_id": box.key, "$expr": {"$or": [window_ran_out, has_left]}},
            [
                {
                    "$set": {
                        "sent": {"$cond": [window_ran_out, 1, {"$add": ["$sent", 1]}]},
                        "window_until": {"$cond": [window_ran_out, window, "$window_until"]},
                    }
                }
            ],
            session=tx.session,
        )
        return admitted.modified_count == 1

    async def open(self, box: Box) -> None:
        """Make sure that there is something to count in."""
        await self._boxes.update_one(
            {"_id": box.key},
            {"$setOnInsert": {"sent": 0, "window_until": _LONG_AGO}},
            upsert=True,
        )

    async def window_until(self, box: Box) -> datetime:
        """When the next piece may go to ``box``, if none may now."""
        found: Document = await self._boxes.find_one({"_id": box.key}) or {}
        until: datetime = found.get("window_until", _LONG_AGO)
        return until

    async def add(
        self,
        dispatch_id: str,
        workspace_id: str,
        purpose: Purpose,
        channel: Channel,
        agent_id: str | None,
        tx: Transaction,
        *,
        leased_seconds: float = 0.0,
    ) -> Dispatch:
        """Have it sent: now, or by whoever adds it and holds its lease."""
        fields: Document = {
            "workspace_id": workspace_id,
            "purpose": purpose,
            "channel": channel,
            "agent_id": agent_id,
            "attempts": 0,
            "first_tried_at": None,
            "reached": [],
            "lease": dispatch_id,
        }
        literally = {name: {"$literal": value} for name, value in fields.items()}
        await self._rows.update_one(
            {"_id": dispatch_id},
            [{"$set": {**literally, "due_at": mongo.after(leased_seconds)}}],
            upsert=True,
            session=tx.session,
        )
        return _dispatch({"_id": dispatch_id, **fields})

    async def take(self, channel: Channel, leased_seconds: float) -> Dispatch | None:
        """Lease the one that is due longest; None when none is."""
        found = await self._rows.find_one_and_update(
            {"channel": channel, **_DUE},
            [
                {
                    "$set": {
                        "due_at": mongo.after(leased_seconds),
                        "lease": {"$literal": clock.new_id()},
                    }
                }
            ],
            sort=[("due_at", ASCENDING)],
            return_document=AFTER,
        )
        return _dispatch(found) if found else None

    async def reached(self, dispatch: Dispatch, token: str) -> None:
        """A device has it: it is not pushed there again."""
        await self._rows.update_one({"_id": dispatch.id}, {"$addToSet": {"reached": token}})

    async def put_off(
        self, dispatch: Dispatch, seconds: float, now: datetime, tx: Transaction
    ) -> bool:
        """Have it tried again later; false when somebody else has taken it meanwhile."""
        changed = await self._rows.update_one(
            {"_id": dispatch.id, "lease": dispatch.lease},
            [
                {
                    "$set": {
                        "due_at": mongo.after(seconds),
                        "attempts": {"$add": ["$attempts", 1]},
                        "first_tried_at": {"$ifNull": ["$first_tried_at", now]},
                    }
                }
            ],
            session=tx.session,
        )
        return changed.modified_count == 1

    async def done(self, dispatch: Dispatch, tx: Transaction) -> bool:
        """Nothing is left to do; false when that was so before."""
        removed = await self._rows.delete_one({"_id": dispatch.id}, session=tx.session)
        return removed.deleted_count == 1

    async def forget(self, ids: list[str], tx: Transaction) -> None:
        """Do not send these."""
        await self._rows.delete_many({"_id": {"$in": ids}}, session=tx.session)


def _dispatch(found: Document) -> Dispatch:
    return Dispatch(
        id=found["_id"],
        workspace_id=found["workspace_id"],
        purpose=found["purpose"],
        channel=found["channel"],
        agent_id=found["agent_id"],
        attempts=found["attempts"],
        first_tried_at=found["first_tried_at"],
        reached=tuple(found["reached"]),
        lease=found["lease"],
    )
