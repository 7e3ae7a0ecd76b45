"""Workspaces as documents."""

from collections.abc import Iterable

from gateway.identity.domain import Widget, Workspace
from shared import mongo
from shared.mongo import AFTER, ASCENDING, Collection, Document, Index, Transaction


class Workspaces:
    """Loads and saves workspaces."""

    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def ensure_indexes(self) -> None:
        """Create what is missing."""
        await mongo.ensure_indexes(
            self._rows,
            Index([("key", ASCENDING)], "key", unique=True),
            Index([("name", ASCENDING)], "name"),
            Index([("widget.allowed_origins", ASCENDING)], "allowed_origins"),
        )

    async def find(self, workspace_id: str) -> Workspace | None:
        """The workspace, if it exists."""
        found = await self._rows.find_one({"_id": workspace_id})
        return _workspace(found) if found else None

    async def with_key(self, key: str) -> Workspace | None:
        """The workspace whose widget has this public key, if any."""
        found = await self._rows.find_one({"key": key})
        return _workspace(found) if found else None

    async def named(self, name: str) -> Workspace | None:
        """The oldest workspace of this name, if any: names are not unique."""
        found = await self._rows.find_one({"name": name}, sort=[("_id", ASCENDING)])
        return _workspace(found) if found else None

    async def among(self, ids: Iterable[str]) -> list[Workspace]:
        """Those of ``ids`` that exist, in any order."""
        return [_workspace(found) async for found in self._rows.find({"_id": {"$in": list(ids)}})]

    async def anyone_allows(self, origin: str) -> bool:
        """Whether some workspace lists ``origin`` among those that may embed its widget."""
        found = await self._rows.find_one({"widget.allowed_origins": origin}, {"_id": 1})
        return found is not None

    async def add(self, workspace: Workspace) -> None:
        """Store a new workspace."""
        await self._rows.insert_one({"_id": workspace.id, **_fields(workspace)})

    async def claims(self, tx: Transaction, workspace_id: str) -> int:
        """How often the workspace was claimed: more than in any transaction before."""
        found = await self._rows.find_one({"_id": workspace_id}, {"claims": 1}, session=tx.session)
        return int(found["claims"]) if found else 0

    async def claim(self, tx: Transaction, workspace_id: str) -> Workspace | None:
        """The workspace as it stands; no other transaction can claim it before this one ends."""
        found = await self._rows.find_one_and_update(
            {"_id": workspace_id},
            {"$inc": {"claims": 1}},
            return_document=AFTER,
            session=tx.session,
        )
        return _workspace(found) if found else None

    async def save(self, tx: Transaction, workspace: Workspace) -> None:
        """Store the new state of a workspace that this transaction has claimed."""
        await self._rows.update_one(
            {"_id": workspace.id}, {"$set": _fields(workspace)}, session=tx.session
        )


def _fields(workspace: Workspace) -> Document:
    widget = workspace.widget
    return {
        "name": workspace.name,
        "key": workspace.key,
        "plan": workspace.plan,
        "live_chat_enabled": workspace.live_chat_enabled,
        "widget": {
            "color": widget.color,
            "greeting": widget.greeting,
            "allowed_origins": list(widget.allowed_origins),
        },
        "version": workspace.version,
    }


def _workspace(found: Document) -> Workspace:
    widget = found["widget"]
    return Workspace(
        id=found["_id"],
        name=found["name"],
        key=found["key"],
        plan=found["plan"],
        live_chat_enabled=found["live_chat_enabled"],
        widget=Widget(widget["color"], widget["greeting"], tuple(widget["allowed_origins"])),
        version=found["version"],
    )
