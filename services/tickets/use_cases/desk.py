"""What every use case works with."""

from collections.abc import Callable
from dataclasses import dataclass

from services.tickets.repository import (
    Companies,
    Conversions,
    Repository,
    Tickets,
    Transcripts,
)
from shared import clock
from shared.clock import Clock
from shared.mongo import Mongo
from shared.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Desk:
    """The service's parts, and the two things that the domain never makes: time and ids."""

    mongo: Mongo
    repository: Repository
    outbox: Outbox
    now: Clock = clock.now
    new_id: Callable[[], str] = clock.new_id

    @property
    def companies(self) -> Companies:
        return self.repository.companies

    @property
    def conversions(self) -> Conversions:
        return self.repository.conversions

    @property
    def tickets(self) -> Tickets:
        return self.repository.tickets

    @property
    def transcripts(self) -> Transcripts:
        return self.repository.transcripts
