"""Rosters, preferences, devices, alerts, deliveries and what goes out in one piece.

Every query that a person causes names the workspace; what goes out is taken from all of them.
Leases are read and written by the database's clock alone.
"""

from services.notifier.repository.alerts import Alerts
from services.notifier.repository.deliveries import Deliveries
from services.notifier.repository.dispatches import Dispatches
from services.notifier.repository.notices import Notices
from services.notifier.repository.people import Devices, Rosters, Wishes
from services.notifier.repository.transcripts import Transcripts
from shared.mongo import Mongo

__all__ = [
    "Alerts",
    "Deliveries",
    "Devices",
    "Dispatches",
    "Notices",
    "Repository",
    "Rosters",
    "Transcripts",
    "Wishes",
]


class Repository:
    """All of the service's collections. A part."""

    name = "repository"

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def start(self) -> None:
        """Open the collections; build the indexes that are missing."""
        self.rosters = Rosters(self._mongo)
        self.wishes = Wishes(self._mongo)
        self.devices = Devices(self._mongo)
        self.alerts = Alerts(self._mongo)
        self.deliveries = Deliveries(self._mongo)
        self.dispatches = Dispatches(self._mongo)
        self.transcripts = Transcripts(self._mongo)
        self.notices = Notices(self._mongo)
        for collection in (self.devices, self.alerts, self.deliveries, self.dispatches):
            await collection.ensure_indexes()
        await self.transcripts.ensure_indexes()
        await self.notices.ensure_indexes()

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def ping(self) -> None:
        """The database is asked by its own part."""
