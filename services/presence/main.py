"""The composition root: which parts the service is made of."""

import time

from fastapi import FastAPI
from prometheus_client import Gauge

from services.presence import consumers, http, use_cases
from services.presence.domain import Watch
from services.presence.repository import Repository
from services.presence.use_cases import LEASE_SECONDS, Presence
from shared import app, metrics
from shared.bus.connection import Bus
from shared.bus.consumer import Consumer
from shared.bus.ephemeral import Worker
from shared.contracts.conversation_events import ConversationPurged
from shared.identity import IdentityVerifier
from shared.inbox import Inbox, Subscription
from shared.mongo import DatabaseError, Mongo
from shared.outbox import Outbox
from shared.schedule import Every
from shared.settings import ServiceSettings

NAME = "presence"
SUBSCRIPTIONS: tuple[Subscription[Presence], ...] = (
    Subscription(f"{NAME}.conversations.v1", {ConversationPurged: consumers.conversation_purged}),
)
LOOK_SECONDS = 1.0

GATEWAYS = Gauge("parley_presence_gateways", "Gateways whose lease has not been ended.")
PLACES = Gauge(
    "parley_presence_places",
    "Conversations and teams that somebody is or was at, and what was purged of late.",
)


def main() -> None:
    """Serve until told to stop."""
    settings = ServiceSettings()
    app.serve(create(settings), NAME, settings, gives_way=True)


def create(settings: ServiceSettings, lease_seconds: float = LEASE_SECONDS) -> FastAPI:
    """The service, not started yet."""
    mongo = Mongo(settings.mongo_url)
    bus = Bus(settings.amqp_url, NAME)
    outbox = Outbox(mongo, bus.publisher)
    repository = Repository(mongo)
    presence = Presence(mongo, repository, outbox, lease_seconds)
    reports = consumers.reports(bus, presence)
    inbox = Inbox(mongo)
    hearing = [Consumer(bus, inbox.queue(each, presence)) for each in SUBSCRIPTIONS]
    sweep = Every("sweep", LOOK_SECONDS, Sweep(presence, reports).look)
    measuring = Every("measuring", metrics.MEASURE_SECONDS, lambda: _measure(repository))
    return app.create_app(
        NAME,
        [mongo, bus, outbox, repository, reports, sweep, measuring, inbox, *hearing],
        [http.router],
        state={"presence": presence, "identity": IdentityVerifier(settings.identity_public_key)},
    )


class Sweep:
    """Looks for silent gateways, and judges only while it could have heard them."""

    def __init__(self, presence: Presence, reports: Worker) -> None:
        self._presence = presence
        self._reports = reports
        self._watch = Watch()

    async def look(self) -> None:
        """Once. Raises ``DatabaseError`` or ``ConnectionError`` where nothing can be told."""
        try:
            await self._reports.ping()
            await self._presence.mongo.ping()
            if self._watch.may_judge:
                await use_cases.end_silent(self._presence)
        except (DatabaseError, ConnectionError, TimeoutError):
            self._watch = self._watch.look(time.monotonic(), all_is_well=False)
            raise
        self._watch = self._watch.look(time.monotonic(), all_is_well=True)


async def _measure(repository: Repository) -> None:
    GATEWAYS.set(await repository.gateways.count())
    PLACES.set(await repository.places.count())
