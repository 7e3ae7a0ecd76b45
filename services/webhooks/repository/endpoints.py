"""The endpoints of all workspaces, each read by whoever names its workspace."""

from collections.abc import Collection
from dataclasses import asdict

from services.webhooks.domain.endpoints import Endpoint, Secret
from shared import mongo
from shared.mongo import ASCENDING, Document, Index, Mongo, Transaction

_WORKSPACE = ("workspace_id", ASCENDING)
_FAILING: Document = {"failing_since": {"$type": "date"}}


class Endpoints:
    """One document per endpoint; no two of a workspace have a slot, so there are only so many."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("endpoints")

    async def ensure_indexes(self) -> None:
        """What keeps them few, and a repeated create from making another; the list; who fails."""
        await mongo.ensure_indexes(
            self._rows,
            Index([_WORKSPACE, ("slot", ASCENDING)], "slot", unique=True),
            Index([_WORKSPACE, ("client_id", ASCENDING)], "client_id", unique=True),
            Index([_WORKSPACE, ("_id", ASCENDING)], "list"),
            Index([("failing_since", ASCENDING)], "failing", partial=_FAILING),
        )

    async def of(self, workspace_id: str, tx: Transaction | None = None) -> list[Endpoint]:
        """All of a workspace, the oldest first."""
        rows = self._rows.find({"workspace_id": workspace_id}, session=tx and tx.session)
        return [_endpoint(row) async for row in rows.sort("_id", ASCENDING)]

    async def find(
        self, workspace_id: str, endpoint_id: str, tx: Transaction | None = None
    ) -> Endpoint | None:
        """The one with that id."""
        own = {"_id": endpoint_id, "workspace_id": workspace_id}
        row = await self._rows.find_one(own, session=tx and tx.session)
        return _endpoint(row) if row else None

    async def among(self, workspace_ids: Collection[str]) -> list[Endpoint]:
        """All of several workspaces."""
        rows = self._rows.find({"workspace_id": {"$in": list(workspace_ids)}})
        return [_endpoint(row) async for row in rows]

    async def failing(self) -> list[str]:
        """The ids of those, of all workspaces, that have not answered well lately."""
        rows = self._rows.find(_FAILING, {"_id": 1})
        return [row["_id"] async for row in rows]

    async def save(self, endpoint: Endpoint, tx: Transaction) -> None:
        """Write it whole."""
        own = {"_id": endpoint.id, "workspace_id": endpoint.workspace_id}
        await self._rows.replace_one(own, _document(endpoint), upsert=True, session=tx.session)

    async def remove(self, workspace_id: str, endpoint_id: str, tx: Transaction) -> bool:
        """Whether it was there."""
        own = {"_id": endpoint_id, "workspace_id": workspace_id}
        return (await self._rows.delete_one(own, session=tx.session)).deleted_count == 1


def _document(endpoint: Endpoint) -> Document:
    fields = asdict(endpoint)
    return {"_id": fields.pop("id"), **fields}


def _endpoint(row: Document) -> Endpoint:
    return Endpoint(
        id=row["_id"],
        workspace_id=row["workspace_id"],
        client_id=row["client_id"],
        slot=row["slot"],
        url=row["url"],
        description=row["description"],
        event_types=tuple(row["event_types"]),
        secrets=tuple(Secret(**secret) for secret in row["secrets"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        is_enabled=row["is_enabled"],
        disabled_reason=row["disabled_reason"],
        failing_since=row["failing_since"],
        failures=row["failures"],
        last_delivered_at=row["last_delivered_at"],
        version=row["version"],
    )
