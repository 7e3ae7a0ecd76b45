"""The composition root: which parts the service is made of."""

from datetime import timedelta
from functools import partial

from fastapi import FastAPI
from prometheus_client import Gauge

from services.trash import consumers, http, use_cases
from services.trash.repository import Repository
from services.trash.settings import TrashSettings
from services.trash.use_cases import Trash
from shared import app, metrics
from shared.app import Part
from shared.bus.connection import Bus
from shared.bus.consumer import Consumer
from shared.contracts.conversation_events import (
    ConversationConverted,
    ConversationDeleted,
    ConversationPurged,
    ConversationRestored,
)
from shared.identity import IdentityVerifier
from shared.inbox import Inbox, Subscription
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.schedule import Every

NAME = "trash"
SUBSCRIPTIONS: tuple[Subscription[Trash], ...] = (
    Subscription(
        f"{NAME}.conversations.v1",
        {
            ConversationDeleted: consumers.conversation_deleted,
            ConversationConverted: consumers.conversation_converted,
            ConversationRestored: consumers.conversation_restored,
            ConversationPurged: consumers.conversation_purged,
        },
    ),
)
OVERDUE = Gauge("parley_trash_overdue", "What should have been purged by now.")
PURGE_SECONDS = 0.3
ASK_AGAIN_SECONDS = 5.0


def main() -> None:
    """Serve until told to stop."""
    settings = TrashSettings()
    app.serve(create(settings), NAME, settings, gives_way=True)


def create(settings: TrashSettings) -> FastAPI:
    """The service, not started yet."""
    mongo = Mongo(settings.mongo_url)
    bus = Bus(settings.amqp_url, NAME)
    trash = Trash(
        mongo=mongo,
        repository=Repository(mongo),
        outbox=Outbox(mongo, bus.publisher),
        retention=timedelta(seconds=settings.trash_retention_seconds),
    )
    return app.create_app(
        NAME,
        [mongo, bus, *parts(trash, bus)],
        [http.router],
        state={"trash": trash, "identity": IdentityVerifier(settings.identity_public_key)},
    )


def parts(trash: Trash, bus: Bus) -> list[Part]:
    """What hears, decides and asks."""
    inbox = Inbox(trash.mongo)
    consuming = [Consumer(bus, inbox.queue(heard, trash)) for heard in SUBSCRIPTIONS]
    purging = Every("purges", PURGE_SECONDS, partial(use_cases.purge_due, trash))
    asking = Every("asking again", ASK_AGAIN_SECONDS, partial(use_cases.ask_again, trash))
    measuring = Every("measuring", metrics.MEASURE_SECONDS, partial(_measure, trash))
    return [trash.outbox, trash.repository, inbox, *consuming, purging, asking, measuring]


async def _measure(trash: Trash) -> None:
    OVERDUE.set(await trash.repository.entries.count_due(trash.now()))
