"""Where companies, conversions under way, tickets and their transcripts are kept.

Every query names the workspace, and every query is answered by an index.
"""

from services.tickets.repository.companies import Companies
from services.tickets.repository.conversions import Conversions
from services.tickets.repository.tickets import Tickets
from services.tickets.repository.transcripts import Transcripts
from shared.mongo import Mongo

__all__ = ["Companies", "Conversions", "Repository", "Tickets", "Transcripts"]


class Repository:
    """All of the service's collections. A part."""

    name = "repository"

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def start(self) -> None:
        """Open the collections; build the indexes that are missing."""
        self.companies = Companies(self._mongo)
        self.conversions = Conversions(self._mongo)
        self.tickets = Tickets(self._mongo)
        self.transcripts = Transcripts(self._mongo)
        for part in (self.companies, self.conversions, self.tickets, self.transcripts):
            await part.ensure_indexes()

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def ping(self) -> None:
        """The database is asked by its own part."""
