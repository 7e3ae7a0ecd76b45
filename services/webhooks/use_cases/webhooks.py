"""What every use case works with."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from services.webhooks.calling import Caller
from services.webhooks.domain import signatures
from services.webhooks.domain.endpoints import Tolerance
from services.webhooks.repository import Repository
from shared import clock
from shared.batches import Batches
from shared.clock import Clock
from shared.contracts.events import Event
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.patience import Patience

LEASE_SECONDS = 30.0
"""Longer than any attempt takes, so that nobody else makes the same one meanwhile."""

LEAST_ATTEMPTS = 10

MOST = 50
"""Of so many events at a time it is looked up whether anybody wants them."""


def new_secret() -> str:
    """What nobody can guess."""
    return signatures.secret_of(secrets.token_bytes(signatures.SECRET_BYTES))


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The service's parts, its limits, and what the domain never makes. ``bell`` rings when
    something has become due in this process; ``looks`` are those for what is wanted.
    """

    mongo: Mongo
    repository: Repository
    outbox: Outbox
    caller: Caller
    patience: Patience
    tolerance: Tolerance
    lease_seconds: float = LEASE_SECONDS
    now: Clock = clock.now
    new_id: Callable[[], str] = clock.new_id
    new_secret: Callable[[], str] = new_secret
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    looks: Batches[Event[Any], bool] = field(default_factory=lambda: Batches(MOST))


def tolerance(seconds: float) -> Tolerance:
    """Everything failed for so long."""
    return Tolerance(timedelta(seconds=seconds), LEAST_ATTEMPTS)
