"""The composition root: which parts the service is made of."""

from functools import partial

from fastapi import FastAPI
from prometheus_client import Gauge

from services.webhooks import consumers, http
from services.webhooks.calling import Caller
from services.webhooks.domain.offer import HEARD, PURGED
from services.webhooks.repository import Repository
from services.webhooks.settings import WebhooksSettings
from services.webhooks.use_cases import hearing
from services.webhooks.use_cases import webhooks as use_cases
from services.webhooks.use_cases.couriers import Couriers
from services.webhooks.use_cases.webhooks import Webhooks
from shared import app, metrics
from shared.app import Part
from shared.bus.connection import Bus
from shared.bus.consumer import Consumer
from shared.identity import IdentityVerifier
from shared.inbox import Inbox, Subscription
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.patience import Patience
from shared.schedule import Every

NAME = "webhooks"
SUBSCRIPTIONS: tuple[Subscription[Webhooks], ...] = (
    Subscription(
        f"{NAME}.events.v1",
        {
            fact: consumers.purged if event_type == PURGED else consumers.happened
            for event_type, fact in HEARD.items()
        },
        wanted=hearing.is_wanted,
    ),
)
DUE = Gauge("parley_webhook_due", "Deliveries that should be tried by now, to endpoints that work.")
OLDEST = Gauge(
    "parley_webhook_oldest_due_seconds", "How long the first of them waits; 0 when there is none."
)


def main() -> None:
    """Serve until told to stop."""
    settings = WebhooksSettings()
    app.serve(create(settings), NAME, settings, gives_way=True)


def create(settings: WebhooksSettings) -> FastAPI:
    """The service, not started yet."""
    mongo = Mongo(settings.mongo_url)
    bus = Bus(settings.amqp_url, NAME)
    webhooks = Webhooks(
        mongo=mongo,
        repository=Repository(mongo),
        outbox=Outbox(mongo, bus.publisher),
        caller=Caller(settings.webhook_allowed_networks),
        patience=Patience(
            settings.webhook_retry_first_seconds,
            settings.webhook_retry_longest_seconds,
            settings.webhook_retry_total_seconds,
        ),
        tolerance=use_cases.tolerance(settings.webhook_disable_after_seconds),
    )
    return app.create_app(
        NAME,
        [mongo, bus, *parts(webhooks, bus)],
        [http.router],
        state={"webhooks": webhooks, "identity": IdentityVerifier(settings.identity_public_key)},
    )


def parts(webhooks: Webhooks, bus: Bus) -> list[Part]:
    """What hears, keeps and sends."""
    inbox = Inbox(webhooks.mongo)
    consuming = [Consumer(bus, inbox.queue(heard, webhooks)) for heard in SUBSCRIPTIONS]
    measuring = Every("measuring", metrics.MEASURE_SECONDS, partial(_measure, webhooks))
    own: list[Part] = [webhooks.outbox, webhooks.repository, webhooks.caller, inbox]
    return [*own, *consuming, Couriers(webhooks), measuring]


async def _measure(webhooks: Webhooks) -> None:
    """Whoever fails waits long by right, and would hide what does not."""
    failing = await webhooks.repository.endpoints.failing()
    backlog = await webhooks.repository.deliveries.backlog(webhooks.now(), failing)
    DUE.set(backlog.count)
    OLDEST.set(backlog.oldest_seconds)
