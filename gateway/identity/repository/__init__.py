"""Workspaces, agents, their pictures and credentials in the gateway's own database."""

from gateway.identity.repository.agents import Agents
from gateway.identity.repository.credentials import Credentials
from gateway.identity.repository.pictures import Pictures
from gateway.identity.repository.workspaces import Workspaces
from shared.mongo import Mongo


class Repository:
    """Loads and saves. A part: starting it makes the indexes."""

    name = "repository"

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def start(self) -> None:
        self.workspaces = Workspaces(self._mongo.collection("workspaces"))
        self.agents = Agents(self._mongo.collection("agents"))
        self.credentials = Credentials(self._mongo.collection("credentials"))
        self.pictures = Pictures(self._mongo.collection("pictures"))
        await self.workspaces.ensure_indexes()
        await self.agents.ensure_indexes()
        await self.credentials.ensure_indexes()

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def ping(self) -> None:
        """The database is asked by its own part."""
