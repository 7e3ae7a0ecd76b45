"""Sessions and API tokens as documents, found by the hash of their secret."""

from collections.abc import Iterable
from datetime import datetime

from gateway.identity.domain import Credential, CredentialKind
from shared import mongo
from shared.mongo import ASCENDING, DESCENDING, Collection, Document, Index, Transaction


class Credentials:
    """Loads and saves credentials."""

    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def ensure_indexes(self) -> None:
        """Create what is missing."""
        await mongo.ensure_indexes(
            self._rows,
            Index([("secret_hash", ASCENDING)], "secret", unique=True),
            Index([("agent_id", ASCENDING), ("_id", DESCENDING)], "agent"),
            # Only tidies up: whether a session has expired is decided by the time it carries.
            Index([("expires_at", ASCENDING)], "expiry", expire_after_seconds=0),
        )

    async def add(self, credential: Credential, secret_hash: str) -> None:
        """Store a new credential under the hash of its secret."""
        await self._rows.insert_one(
            {
                "_id": credential.id,
                "kind": credential.kind,
                "secret_hash": secret_hash,
                "agent_id": credential.agent_id,
                "workspace_id": credential.workspace_id,
                "name": credential.name,
                "created_at": credential.created_at,
                "expires_at": credential.expires_at,
            }
        )

    async def find(self, secret_hash: str) -> Credential | None:
        """The credential behind a secret, expired or not."""
        found = await self._rows.find_one({"secret_hash": secret_hash})
        return _credential(found) if found else None

    async def of(self, agent_id: str, kind: CredentialKind) -> list[Credential]:
        """An agent's credentials of one kind, newest first."""
        found = self._rows.find({"agent_id": agent_id, "kind": kind}).sort("_id", DESCENDING)
        return [_credential(item) async for item in found]

    async def prolong(self, credential_id: str, expires_at: datetime) -> None:
        """Let a session end later."""
        await self._rows.update_one({"_id": credential_id}, {"$set": {"expires_at": expires_at}})

    async def remove(self, tx: Transaction, credential_id: str) -> bool:
        """End a credential; false when it had ended before."""
        removed = await self._rows.delete_one({"_id": credential_id}, session=tx.session)
        return removed.deleted_count == 1

    async def alive(self, ids: Iterable[str], now: datetime) -> set[str]:
        """Those of ``ids`` that still let their agents in at ``now``."""
        found = self._rows.find(
            {
                "_id": {"$in": list(ids)},
                "$or": [{"expires_at": None}, {"expires_at": {"$gt": now}}],
            },
            {"_id": 1},
        )
        return {item["_id"] async for item in found}


def _credential(found: Document) -> Credential:
    return Credential(
        id=found["_id"],
        kind=found["kind"],
        agent_id=found["agent_id"],
        workspace_id=found["workspace_id"],
        name=found["name"],
        created_at=found["created_at"],
        expires_at=found["expires_at"],
    )
