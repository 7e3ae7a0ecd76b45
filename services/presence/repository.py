"""Places and gateways as documents.

Nothing is written while only time passes, but one small document per gateway: the lease that all
of its leases hang on. It runs by the database's clock alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.presence.domain import Agent, Holding, Key, Kind, Lease, Place
from shared import mongo
from shared.inbox import KEPT_SECONDS
from shared.mongo import (
    ASCENDING,
    Collection,
    DeleteOne,
    Document,
    Index,
    Mongo,
    ReplaceOne,
    Transaction,
)

CLAIM_SECONDS = 5.0
_PURGED: Document = {"purged_at": {"$type": "date"}}


@dataclass(frozen=True, slots=True)
class Silent:
    """A gateway whose lease ran out; ``last_known`` is when it renewed that for the last time."""

    id: str
    last_known: datetime


class Places:
    """One document per conversation where somebody is or a customer was, or that was purged, and
    per team.
    """

    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def count(self) -> int:
        """How many there are, nearly."""
        return await self._rows.estimated_document_count()

    async def ensure_indexes(self) -> None:
        """Create what is missing."""
        await mongo.ensure_indexes(
            self._rows,
            Index([("holdings.gateway", ASCENDING)], "gateway"),
            Index(
                [("workspace_id", ASCENDING), ("kind", ASCENDING)],
                "occupied",
                partial={"is_occupied": True},
            ),
            Index(
                [("purged_at", ASCENDING)],
                "expiry",
                partial=_PURGED,
                expire_after_seconds=KEPT_SECONDS,
            ),
        )

    async def find(self, key: Key) -> Place:
        """An empty one where nothing is known."""
        found = await self._rows.find_one({"_id": _id(key)})
        return _place(found) if found else Place(key)

    async def among(self, keys: Iterable[Key], tx: Transaction) -> list[Place]:
        """All of ``keys``, empty where nothing is known."""
        wanted = {_id(key): key for key in keys}
        rows = self._rows.find({"_id": {"$in": [*wanted]}}, session=tx.session)
        found = {row["_id"]: _place(row) async for row in rows}
        return [found.get(id_) or Place(key) for id_, key in wanted.items()]

    async def held_by(self, gateway: str) -> list[Place]:
        """Where a gateway holds anything."""
        return [_place(row) async for row in self._rows.find({"holdings.gateway": gateway})]

    async def occupied(self, workspace_id: str, kind: Kind) -> list[Place]:
        """Where in the workspace somebody is."""
        wanted = {"workspace_id": workspace_id, "kind": kind, "is_occupied": True}
        return [_place(row) async for row in self._rows.find(wanted)]

    async def save(self, tx: Transaction, places: Sequence[Place]) -> None:
        """Write places that were found in ``tx``; one that nothing is known of leaves no trace."""
        if places:
            await self._rows.bulk_write([_write(place) for place in places], session=tx.session)


class Gateways:
    """One document per gateway process, with its lease."""

    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def ensure_indexes(self) -> None:
        """Create what is missing."""
        await mongo.ensure_indexes(self._rows, Index([("expires_at", ASCENDING)], "lease"))

    async def renew(self, gateway: str, lease_seconds: float) -> None:
        """It has been heard just now."""
        await self._rows.update_one(
            {"_id": gateway},
            [
                {
                    "$set": {
                        "renewed_at": "$$NOW",
                        "expires_at": mongo.after(lease_seconds),
                        "claimed_until": "$$NOW",
                    }
                }
            ],
            upsert=True,
        )

    async def claim_silent(self) -> Silent | None:
        """One whose lease ran out and that no other replica sees to now."""
        claimed = await self._rows.find_one_and_update(
            {
                "$expr": {
                    "$and": [
                        {"$lt": ["$expires_at", "$$NOW"]},
                        {"$lt": ["$claimed_until", "$$NOW"]},
                    ]
                }
            },
            [{"$set": {"claimed_until": mongo.after(CLAIM_SECONDS)}}],
        )
        return Silent(claimed["_id"], claimed["renewed_at"]) if claimed else None

    async def count(self) -> int:
        """How many there are, nearly."""
        return await self._rows.estimated_document_count()

    async def forget(self, gateway: str) -> None:
        """It holds nothing any more; unless it was heard again meanwhile."""
        await self._rows.delete_one({"_id": gateway, "$expr": {"$lt": ["$expires_at", "$$NOW"]}})


class Repository:
    """Loads and saves. A part: starting it makes the indexes."""

    name = "repository"

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def start(self) -> None:
        self.places = Places(self._mongo.collection("places"))
        self.gateways = Gateways(self._mongo.collection("gateways"))
        await self.places.ensure_indexes()
        await self.gateways.ensure_indexes()

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def ping(self) -> None:
        """The database is asked by its own part."""


def _id(key: Key) -> str:
    """Ids have no slash, so two keys never meet."""
    return f"{key.workspace_id}/{key.kind}/{key.id}"


def _write(place: Place) -> ReplaceOne[Document] | DeleteOne:
    own = {"_id": _id(place.key)}
    if place.is_worth_keeping:
        return ReplaceOne(own, _document(place), upsert=True)
    return DeleteOne(own)


def _document(place: Place) -> Document:
    return {
        "_id": _id(place.key),
        "workspace_id": place.key.workspace_id,
        "kind": place.key.kind,
        "id": place.key.id,
        "version": place.version,
        "is_occupied": bool(place.holdings),
        "last_seen_at": place.last_seen_at,
        "purged_at": place.purged_at,
        "holdings": [
            {
                "gateway": holding.gateway,
                "number": holding.number,
                "leases": [_lease_document(lease) for lease in holding.leases],
            }
            for holding in place.holdings
        ],
    }


def _lease_document(lease: Lease) -> Document:
    agent = lease.agent
    return {
        "connection": lease.connection,
        "activity": lease.activity,
        "agent": agent and {"id": agent.id, "name": agent.name, "avatar_url": agent.avatar_url},
    }


def _place(row: Document) -> Place:
    return Place(
        key=Key(row["workspace_id"], row["kind"], row["id"]),
        version=row["version"],
        holdings=tuple(
            Holding(held["gateway"], held["number"], _leases(held["leases"]))
            for held in row["holdings"]
        ),
        last_seen_at=row["last_seen_at"],
        purged_at=row.get("purged_at"),
    )


def _leases(rows: Sequence[Document]) -> tuple[Lease, ...]:
    return tuple(
        Lease(row["connection"], row["activity"], Agent(**row["agent"]) if row["agent"] else None)
        for row in rows
    )
