"""The composition root: which parts the service is made of."""

from fastapi import FastAPI

from services.chat import consumers, http
from services.chat.repository import Repository
from services.chat.storage import GridFs
from services.chat.use_cases import attachments, conversions, log, trash
from services.chat.use_cases.chat import Chat
from shared import app
from shared.bus.connection import Bus
from shared.bus.consumer import Consumer
from shared.bus.log import LogWriter
from shared.contracts.notification_events import NotificationFailed, NotificationSent
from shared.contracts.ticket_events import ConversionRejected, TicketCreated
from shared.contracts.transcript_events import TranscriptPartWanted
from shared.contracts.trash_events import PurgeDue, RestoreRequested
from shared.identity import IdentityVerifier
from shared.inbox import Inbox, Subscription
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.schedule import Every
from shared.settings import ServiceSettings

NAME = "chat"
SUBSCRIPTIONS: tuple[Subscription[Chat], ...] = (
    Subscription(
        "chat.conversions.v1",
        {
            TicketCreated: consumers.ticket_created,
            ConversionRejected: consumers.conversion_rejected,
            TranscriptPartWanted: consumers.transcript_part_wanted,
        },
    ),
    Subscription(
        f"{NAME}.transcripts.v1",
        {
            NotificationSent: consumers.notification_sent,
            NotificationFailed: consumers.notification_failed,
        },
    ),
    Subscription(
        f"{NAME}.trash.v1",
        {
            RestoreRequested: consumers.restore_requested,
            PurgeDue: consumers.purge_due,
        },
    ),
)
SWEEP_SECONDS = 600.0
REMINDER_SECONDS = 60.0
PURGE_SECONDS = 0.3
PADDING_SECONDS = 3600.0
BODY_LIMIT_BYTES = 128 * 1024
"""Room for the longest text with every character of it written as two ``\\uXXXX`` escapes."""


def main() -> None:
    """Serve until told to stop."""
    settings = ServiceSettings()
    app.serve(create(settings), NAME, settings)


def create(settings: ServiceSettings) -> FastAPI:
    """The service, not started yet."""
    mongo = Mongo(settings.mongo_url)
    bus = Bus(settings.amqp_url, NAME)
    outbox = Outbox(mongo, bus.publisher)
    repository = Repository(mongo)
    storage = GridFs(mongo)
    chat = Chat(mongo, repository, storage, outbox)
    sweep = Every("sweep", SWEEP_SECONDS, lambda: attachments.remove_unposted(chat))
    reminders = Every("reminders", REMINDER_SECONDS, lambda: conversions.remind(chat))
    purges = Every("purges", PURGE_SECONDS, lambda: trash.purge_due(chat))
    log_writer = LogWriter(bus, NAME)
    padding = Every("padding", PADDING_SECONDS, lambda: log.pad_when_due(chat, log_writer))
    inbox = Inbox(mongo)
    hearing = [Consumer(bus, inbox.queue(each, chat)) for each in SUBSCRIPTIONS]
    return app.create_app(
        NAME,
        [
            mongo,
            bus,
            outbox,
            inbox,
            repository,
            storage,
            sweep,
            reminders,
            purges,
            log_writer,
            padding,
            *hearing,
        ],
        http.ROUTERS,
        state={"chat": chat, "identity": IdentityVerifier(settings.identity_public_key)},
        body_limit_bytes=BODY_LIMIT_BYTES,
    )
