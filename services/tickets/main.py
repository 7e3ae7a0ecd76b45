"""The composition root: which parts the service is made of."""

from fastapi import FastAPI

from services.tickets import consumers, http
from services.tickets.repository import Repository
from services.tickets.use_cases.desk import Desk
from shared import app
from shared.bus.connection import Bus
from shared.bus.consumer import Consumer
from shared.contracts.conversation_events import ConversionRequested
from shared.contracts.transcript_events import TranscriptPartSent
from shared.identity import IdentityVerifier
from shared.inbox import Inbox, Subscription
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.settings import ServiceSettings

NAME = "tickets"
SUBSCRIPTIONS: tuple[Subscription[Desk], ...] = (
    Subscription(
        "tickets.conversions.v1",
        {
            ConversionRequested: consumers.conversion_requested,
            TranscriptPartSent: consumers.transcript_part_sent,
        },
    ),
)


def main() -> None:
    """Serve until told to stop."""
    settings = ServiceSettings()
    app.serve(create(settings), NAME, settings)


def create(settings: ServiceSettings) -> FastAPI:
    """The service, not started yet."""
    mongo = Mongo(settings.mongo_url)
    bus = Bus(settings.amqp_url, NAME)
    outbox = Outbox(mongo, bus.publisher)
    inbox = Inbox(mongo)
    repository = Repository(mongo)
    desk = Desk(mongo, repository, outbox)
    hearing = [Consumer(bus, inbox.queue(each, desk)) for each in SUBSCRIPTIONS]
    return app.create_app(
        NAME,
        [mongo, bus, outbox, inbox, repository, *hearing],
        http.ROUTERS,
        state={"desk": desk, "identity": IdentityVerifier(settings.identity_public_key)},
    )
