"""What is to be sent where, under a lease, and what became of it: kept a week, then forgotten.

A lease is a time by the database's clock before which nobody else takes the delivery. Whoever
dies leaves it to the first replica after that time.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from operator import itemgetter

from services.webhooks.domain.deliveries import PURGED, Attempt, Delivery, State
from shared import clock, mongo
from shared.mongo import (
    AFTER,
    ASCENDING,
    DESCENDING,
    Document,
    Index,
    Mongo,
    Transaction,
    UpdateOne,
)

KEPT_SECONDS = 7 * 24 * 3600
_PENDING: Document = {"state": "pending"}
_DUE = mongo.has_come("due_at")
_WITHOUT_BODY = {"body": 0}
_AFRESH: Document = {
    "state": "pending",
    "reason": None,
    "failures": 0,
    "tried_since": None,
    "lease": None,
}


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is due, and for how long the first of it."""

    count: int
    oldest_seconds: float


class Deliveries:
    """One document per event and endpoint."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("deliveries")

    async def ensure_indexes(self) -> None:
        """Once per event; the log; what is due, by endpoint and of all; what a conversation has."""
        endpoint, newest = ("endpoint_id", ASCENDING), ("_id", DESCENDING)
        await mongo.ensure_indexes(
            self._rows,
            Index([endpoint, ("event_id", ASCENDING)], "once", unique=True),
            Index([endpoint, newest], "log"),
            Index([endpoint, ("state", ASCENDING), newest], "log by state"),
            Index([("state", ASCENDING), endpoint, ("due_at", ASCENDING)], "due"),
            Index([("due_at", ASCENDING)], "backlog", partial=_PENDING),
            Index([("subject", ASCENDING)], "subject"),
            Index([("created_at", ASCENDING)], "expiry", expire_after_seconds=KEPT_SECONDS),
        )

    async def add(
        self, deliveries: Sequence[Delivery], tx: Transaction, leased_seconds: float = 0.0
    ) -> None:
        """Store new ones; what is pending is due now, or after the lease of whoever adds it."""
        # Upserts, because only an update can take its time from the database's clock.
        await self._rows.bulk_write(
            [
                UpdateOne({"_id": delivery.id}, [_added(delivery, leased_seconds)], upsert=True)
                for delivery in deliveries
            ],
            session=tx.session,
        )

    async def find(self, workspace_id: str, endpoint_id: str, delivery_id: str) -> Delivery | None:
        """The one with that id, without its body."""
        own = {"_id": delivery_id, "workspace_id": workspace_id, "endpoint_id": endpoint_id}
        row = await self._rows.find_one(own, _WITHOUT_BODY)
        return _delivery(row) if row else None

    async def page(
        self,
        workspace_id: str,
        endpoint_id: str,
        limit: int,
        *,
        state: State | None = None,
        before: str | None = None,
    ) -> list[Delivery]:
        """The newest ``limit``, or those before ``before``, without their bodies."""
        wanted: Document = {"workspace_id": workspace_id, "endpoint_id": endpoint_id}
        if state:
            wanted["state"] = state
        if before:
            wanted["_id"] = {"$lt": before}
        rows = self._rows.find(wanted, _WITHOUT_BODY).sort("_id", DESCENDING).limit(limit)
        return [_delivery(row) async for row in rows]

    async def due(self) -> list[str]:
        """The endpoints for which something is due, whoever waits longest first."""
        first = {"$group": {"_id": "$endpoint_id", "due_at": {"$first": "$due_at"}}}
        stages: list[Document] = [
            {"$match": _PENDING},
            {"$sort": {"state": 1, "endpoint_id": 1, "due_at": 1}},
            first,
            {"$match": _DUE},
        ]
        rows = [row async for row in self._rows.aggregate(stages)]
        return [row["_id"] for row in sorted(rows, key=itemgetter("due_at"))]

    async def take(self, endpoint_id: str, leased_seconds: float) -> Delivery | None:
        """Lease the endpoint's that is due longest; None when none is."""
        lease = {"due_at": mongo.after(leased_seconds), "lease": {"$literal": clock.new_id()}}
        row = await self._rows.find_one_and_update(
            {"state": "pending", "endpoint_id": endpoint_id, **_DUE},
            [{"$set": lease}],
            sort=[("due_at", ASCENDING)],
            return_document=AFTER,
        )
        return _delivery(row) if row else None

    async def settle(self, delivery: Delivery, pause: float | None, tx: Transaction) -> bool:
        """Write what came of it; ``pause`` in seconds until it is due again. False when somebody
        else has taken it meanwhile, or asked for it anew.
        """
        fields = _document(delivery)
        changed = _literally({name: fields[name] for name in _CHANGED})
        due_at = None if pause is None else mongo.after(pause)
        settled = await self._rows.update_one(
            {"_id": delivery.id, "lease": delivery.lease},
            [{"$set": {**changed, "due_at": due_at}}],
            session=tx.session,
        )
        return settled.matched_count == 1

    async def give_up(self, endpoint_id: str, reason: str, limit: int) -> int:
        """Fail up to ``limit`` of what is pending there, and say how many."""
        pending = {"endpoint_id": endpoint_id, "state": "pending"}
        rows = self._rows.find(pending, {"_id": 1}).limit(limit)
        ids = [row["_id"] async for row in rows]
        ended = {"state": "failed", "reason": reason, "due_at": None, "lease": None}
        await self._rows.update_many({"_id": {"$in": ids}, **pending}, {"$set": ended})
        return len(ids)

    async def again(self, delivery: Delivery) -> Delivery | None:
        """Have it sent now, afresh; None where nothing of it is left to send."""
        own = {"_id": delivery.id, "workspace_id": delivery.workspace_id, "has_body": True}
        row = await self._rows.find_one_and_update(
            own, [_now_and_afresh()], projection=_WITHOUT_BODY, return_document=AFTER
        )
        return _delivery(row) if row else None

    async def all_again(self, workspace_id: str, endpoint_id: str, since: datetime) -> int:
        """Have sent now whatever failed of what came since then, and say how much that is."""
        failed = {"workspace_id": workspace_id, "endpoint_id": endpoint_id, "state": "failed"}
        wanted = {**failed, "created_at": {"$gte": since}, "has_body": True}
        return (await self._rows.update_many(wanted, [_now_and_afresh()])).modified_count

    async def purge(self, workspace_id: str, subject: str, tx: Transaction) -> None:
        """Forget what was said of it, and send nothing more of that."""
        about = {"workspace_id": workspace_id, "subject": subject}
        emptied = {"body": None, "has_body": False}
        ended = {"state": "failed", "reason": PURGED, "due_at": None}
        await self._rows.update_many(about, {"$set": emptied}, session=tx.session)
        await self._rows.update_many(
            {**about, "state": "pending"}, {"$set": ended}, session=tx.session
        )

    async def remove_of(self, endpoint_id: str) -> None:
        """Forget all that was for that endpoint."""
        await self._rows.delete_many({"endpoint_id": endpoint_id})

    async def backlog(self, now: datetime, failing: list[str]) -> Backlog:
        """Of all workspaces, but for the endpoints that are ``failing``."""
        due = {**_PENDING, "endpoint_id": {"$nin": failing}, "due_at": {"$lte": now}}
        count = await self._rows.count_documents(due, hint="backlog")
        oldest = self._rows.find(due, {"due_at": 1}, hint="backlog").sort("due_at", ASCENDING)
        first = next(iter(await oldest.limit(1).to_list(1)), None)
        age = (now - first["due_at"]).total_seconds() if first else 0.0
        return Backlog(count, age)


_CHANGED = ("state", "attempts", "reason", "failures", "tried_since")


def _now_and_afresh() -> Document:
    return {"$set": {**_AFRESH, "due_at": "$$NOW"}}


def _added(delivery: Delivery, leased_seconds: float) -> Document:
    fields = _document(delivery)
    del fields["_id"]
    due_at = mongo.after(leased_seconds) if delivery.state == "pending" else None
    return {"$set": {**_literally(fields), "due_at": due_at}}


def _literally(fields: Document) -> Document:
    return {name: {"$literal": value} for name, value in fields.items()}


def _document(delivery: Delivery) -> Document:
    fields = asdict(delivery)
    return {"_id": fields.pop("id"), **fields}


def _delivery(row: Document) -> Delivery:
    return Delivery(
        id=row["_id"],
        workspace_id=row["workspace_id"],
        endpoint_id=row["endpoint_id"],
        event_id=row["event_id"],
        event_type=row["event_type"],
        subject=row["subject"],
        created_at=row["created_at"],
        state=row["state"],
        attempts=tuple(Attempt(**attempt) for attempt in row["attempts"]),
        due_at=row["due_at"],
        reason=row["reason"],
        failures=row["failures"],
        tried_since=row["tried_since"],
        lease=row["lease"],
        has_body=row["has_body"],
        body=row.get("body"),
    )
