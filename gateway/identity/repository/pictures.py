"""Agents' pictures as documents, one per agent: at most 256 KiB each."""

from gateway.identity.domain import Agent, Picture
from shared.mongo import Collection, Transaction


class Pictures:
    """Loads and saves pictures."""

    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def of(self, agent_id: str) -> Picture | None:
        """The picture of an agent of any workspace, if they gave one."""
        found = await self._rows.find_one({"_id": agent_id})
        return Picture(found["content"], found["content_type"], found["version"]) if found else None

    async def save(self, tx: Transaction, agent: Agent, picture: Picture) -> None:
        """Store an agent's picture in place of the one before."""
        fields = {
            "content": picture.content,
            "content_type": picture.content_type,
            "version": picture.version,
        }
        await self._rows.update_one(
            {"_id": agent.id, "workspace_id": agent.workspace_id},
            {"$set": fields},
            upsert=True,
            session=tx.session,
        )

    async def remove(self, tx: Transaction, agent: Agent) -> None:
        """Delete an agent's picture, if there is one."""
        await self._rows.delete_one(
            {"_id": agent.id, "workspace_id": agent.workspace_id}, session=tx.session
        )
