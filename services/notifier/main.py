"""The composition root: which parts the service is made of."""

from functools import partial

from fastapi import FastAPI

from services.notifier import consumers, http, push
from services.notifier.domain.people import CHANNELS
from services.notifier.links import FileLinks
from services.notifier.mail import Mailer, MailServer
from services.notifier.push import Pusher
from services.notifier.repository import Repository
from services.notifier.repository.dispatches import Allowance
from services.notifier.settings import NotifierSettings
from services.notifier.use_cases import alerts, notices, sending
from services.notifier.use_cases.couriers import Couriers
from services.notifier.use_cases.notifier import Notifier
from shared import app
from shared.app import Part
from shared.bus.connection import Bus
from shared.bus.consumer import Consumer
from shared.contracts.conversation_events import (
    ConversationClosed,
    ConversationDeleted,
    ConversationPurged,
    ConversationRestored,
    ConversationStarted,
    MessageSent,
    TranscriptRequested,
)
from shared.contracts.webhook_events import WebhookDisabled
from shared.contracts.workspace_events import RosterChanged
from shared.identity import IdentityVerifier
from shared.inbox import Inbox, Subscription
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.patience import Patience
from shared.schedule import Every

NAME = "notifier"
SUBSCRIPTIONS: tuple[Subscription[Notifier], ...] = (
    Subscription(
        f"{NAME}.alerts.v1",
        {
            ConversationStarted: consumers.conversation_started,
            MessageSent: consumers.message_sent,
            ConversationClosed: consumers.conversation_closed,
            ConversationDeleted: consumers.conversation_deleted,
            ConversationRestored: consumers.conversation_restored,
            ConversationPurged: consumers.conversation_purged,
        },
        wanted=consumers.is_wanted,
    ),
    Subscription(f"{NAME}.transcripts.v1", {TranscriptRequested: consumers.transcript_requested}),
    Subscription(f"{NAME}.rosters.v1", {RosterChanged: consumers.roster_changed}),
    Subscription(f"{NAME}.notices.v1", {WebhookDisabled: consumers.webhook_disabled}),
)
POLL_SECONDS = 0.5
NOTICES_SECONDS = 5.0


def main() -> None:
    """Serve until told to stop."""
    settings = NotifierSettings()
    app.serve(create(settings), NAME, settings, gives_way=True)


def create(settings: NotifierSettings) -> FastAPI:
    """The service, not started yet."""
    mongo = Mongo(settings.mongo_url)
    bus = Bus(settings.amqp_url, NAME)
    pusher = _pusher(settings)
    notifier = Notifier(
        mongo=mongo,
        repository=Repository(mongo),
        outbox=Outbox(mongo, bus.publisher),
        mails=Mailer(_mail_server(settings)),
        pushes=pusher,
        links=FileLinks(settings.links_private_key, settings.public_url),
        public_url=settings.public_url,
        patience=Patience(
            settings.retry_first_seconds,
            settings.retry_longest_seconds,
            settings.retry_total_seconds,
        ),
        allowance=Allowance(settings.alerts_at_once, settings.alerts_window_seconds),
    )
    return app.create_app(
        NAME,
        [mongo, bus, *([pusher] if pusher else []), *parts(notifier, bus)],
        [http.router],
        state={
            "notifier": notifier,
            "identity": IdentityVerifier(settings.identity_public_key),
        },
    )


def parts(notifier: Notifier, bus: Bus) -> list[Part]:
    """What hears, decides and sends."""
    inbox = Inbox(notifier.mongo)
    consuming = [Consumer(bus, inbox.queue(heard, notifier)) for heard in SUBSCRIPTIONS]
    telling = Every("alerts", POLL_SECONDS, partial(alerts.tell_and_gather, notifier))
    noticing = Every("notices", NOTICES_SECONDS, partial(notices.tell, notifier))
    return [
        notifier.outbox,
        notifier.repository,
        inbox,
        *consuming,
        telling,
        noticing,
        *couriers(notifier),
    ]


def couriers(notifier: Notifier) -> list[Couriers]:
    """Those of each channel."""
    return [
        Couriers(
            channel,
            take=partial(sending.take_due, notifier, channel),
            send=partial(sending.deliver, notifier),
        )
        for channel in CHANNELS
    ]


def _mail_server(settings: NotifierSettings) -> MailServer:
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        sender=settings.mail_from,
        user=settings.smtp_user,
        password=settings.smtp_password,
        ca_file=settings.smtp_ca_file,
    )


def _pusher(settings: NotifierSettings) -> Pusher | None:
    if settings.fcm_service_account is None:
        return None
    account = push.account_of(settings.fcm_service_account.read_text())
    return Pusher(account, settings.fcm_url)
