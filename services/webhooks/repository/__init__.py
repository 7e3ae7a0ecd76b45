"""Endpoints, deliveries, and which conversations are gone.

Every query that a person causes names the workspace; what is due is taken from all of them.
Leases are read and written by the database's clock alone.
"""

from services.webhooks.repository.conversations import Conversations
from services.webhooks.repository.deliveries import Deliveries
from services.webhooks.repository.endpoints import Endpoints
from shared.mongo import Mongo

__all__ = ["Conversations", "Deliveries", "Endpoints", "Repository"]


class Repository:
    """All of the service's collections. A part."""

    name = "repository"

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def start(self) -> None:
        """Open the collections; build the indexes that are missing."""
        self.endpoints = Endpoints(self._mongo)
        self.deliveries = Deliveries(self._mongo)
        self.conversations = Conversations(self._mongo)
        await self.endpoints.ensure_indexes()
        await self.deliveries.ensure_indexes()
        await self.conversations.ensure_indexes()

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def ping(self) -> None:
        """The database is asked by its own part."""
