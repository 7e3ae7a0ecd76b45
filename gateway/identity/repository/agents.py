"""Agents as documents.

An agent is looked up within a workspace, except at sign-in, where the e-mail address, unique
everywhere, says which, and for an avatar, which shows no more than initials or a picture.
"""

from collections.abc import Iterable

from gateway.identity.domain import Agent, EmailTaken
from shared import mongo
from shared.contracts.presence import Availability
from shared.mongo import AFTER, ASCENDING, Collection, Document, DuplicateKey, Index, Transaction


class Agents:
    """Loads and saves agents."""

    def __init__(self, rows: Collection) -> None:
        self._rows = rows

    async def ensure_indexes(self) -> None:
        """Create what is missing."""
        await mongo.ensure_indexes(
            self._rows,
            Index([("email", ASCENDING)], "email", unique=True),
            Index(
                [("workspace_id", ASCENDING), ("name", ASCENDING), ("_id", ASCENDING)], "by_name"
            ),
        )

    async def find(self, workspace_id: str, agent_id: str) -> Agent | None:
        """The agent, if one of this workspace."""
        found = await self._rows.find_one({"_id": agent_id, "workspace_id": workspace_id})
        return _agent(found) if found else None

    async def name(self, agent_id: str) -> str | None:
        """What an agent of any workspace is called."""
        found = await self._rows.find_one({"_id": agent_id}, {"name": 1})
        return str(found["name"]) if found else None

    async def of(self, workspace_id: str, tx: Transaction | None = None) -> list[Agent]:
        """All agents of the workspace, by name."""
        rows = self._rows.find({"workspace_id": workspace_id}, session=tx and tx.session)
        found = rows.sort([("name", 1), ("_id", 1)])
        return [_agent(item) async for item in found]

    async def signing_in_with(self, email: str) -> tuple[Agent, str] | None:
        """Who signs in with ``email`` (in lower case), and their password's hash."""
        found = await self._rows.find_one({"email": email})
        return (_agent(found), str(found["password_hash"])) if found else None

    async def add(self, tx: Transaction, agent: Agent, password_hash: str) -> None:
        """Store a new agent. Raises ``EmailTaken``."""
        try:
            await self._rows.insert_one(
                {
                    "_id": agent.id,
                    "workspace_id": agent.workspace_id,
                    "name": agent.name,
                    "email": agent.email,
                    "role": agent.role,
                    "availability": agent.availability,
                    "password_hash": password_hash,
                    "version": 1,
                },
                session=tx.session,
            )
        except DuplicateKey:
            raise EmailTaken from None

    async def set_password(self, tx: Transaction, agent_id: str, password_hash: str) -> None:
        """Replace an agent's password."""
        await self._rows.update_one(
            {"_id": agent_id}, {"$set": {"password_hash": password_hash}}, session=tx.session
        )

    async def change_picture(
        self, tx: Transaction, workspace_id: str, agent_id: str, *, has_picture: bool
    ) -> Agent | None:
        """Count one more change of an agent's picture; the agent after it, if one of this
        workspace.
        """
        after = await self._rows.find_one_and_update(
            {"_id": agent_id, "workspace_id": workspace_id},
            {"$inc": {"picture_version": 1}, "$set": {"has_picture": has_picture}},
            return_document=AFTER,
            session=tx.session,
        )
        return _agent(after) if after else None

    async def choose(
        self, tx: Transaction, agent_id: str, availability: Availability
    ) -> tuple[Agent, int] | None:
        """The agent with another availability, and the count of events about them; ``None`` where
        it is the one they have.
        """
        after = await self._rows.find_one_and_update(
            {"_id": agent_id, "availability": {"$ne": availability}},
            {"$set": {"availability": availability}, "$inc": {"version": 1}},
            return_document=AFTER,
            session=tx.session,
        )
        return (_agent(after), int(after["version"])) if after else None

    async def among(self, agent_ids: Iterable[str]) -> list[Agent]:
        """Those of the agents that there are."""
        found = self._rows.find({"_id": {"$in": [*agent_ids]}})
        return [_agent(item) async for item in found]

    async def next_sequence(self, tx: Transaction, agent_id: str) -> int:
        """Count one more event about an agent."""
        after = await self._rows.find_one_and_update(
            {"_id": agent_id},
            {"$inc": {"version": 1}},
            {"version": 1},
            return_document=AFTER,
            session=tx.session,
        )
        return int(after["version"])


def _agent(found: Document) -> Agent:
    return Agent(
        id=found["_id"],
        workspace_id=found["workspace_id"],
        name=found["name"],
        email=found["email"],
        role=found["role"],
        # Whoever never changed their picture has neither.
        has_picture=found.get("has_picture", False),
        picture_version=found.get("picture_version", 0),
        # Agents of before there was a choice have not made one.
        availability=found.get("availability", "online"),
    )
