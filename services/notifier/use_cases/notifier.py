"""What every use case works with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from services.notifier.domain.outcomes import Gone, MayPass, Outcome, Sent, WontPass
from services.notifier.letters import Letter
from services.notifier.links import FileLinks
from services.notifier.push import Push
from services.notifier.repository import Repository
from services.notifier.repository.dispatches import Allowance
from shared import clock
from shared.clock import Clock
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.patience import Patience

LEASE_SECONDS = 60.0
"""Longer than any attempt takes, so that nobody else makes the same one meanwhile."""


class Mails(Protocol):
    """Hands mails over."""

    async def send(self, letter: Letter, to: str, letter_id: str) -> Outcome:
        """One mail; the same ``letter_id`` for the same mail."""
        ...


class Pushes(Protocol):
    """Hands pushes over."""

    async def send(self, push: Push, token: str, push_id: str) -> Sent | MayPass | WontPass | Gone:
        """One push to one device; the same ``push_id`` for the same push."""
        ...


@dataclass(frozen=True, slots=True)
class Notifier:
    """The service's parts, its limits, and the two things that the domain never makes.

    ``pushes`` is None where no push service is set up.
    """

    mongo: Mongo
    repository: Repository
    outbox: Outbox
    mails: Mails
    pushes: Pushes | None
    links: FileLinks
    public_url: str
    patience: Patience
    allowance: Allowance
    lease_seconds: float = LEASE_SECONDS
    now: Clock = clock.now
    new_id: Callable[[], str] = clock.new_id

    @property
    def console_url(self) -> str:
        """Where agents find their conversations."""
        return f"{self.public_url.rstrip('/')}/live-chat"

    @property
    def webhooks_url(self) -> str:
        """Where admins find their endpoints."""
        return f"{self.public_url.rstrip('/')}/settings/webhooks"
