"""The composition root: which parts the service is made of."""

from fastapi import FastAPI

from services.chat import http
from services.chat.repository import Repository
from services.chat.storage import GridFs
from services.chat.use_cases import attachments
from services.chat.use_cases.chat import Chat
from shared import app
from shared.bus.connection import Bus
from shared.identity import IdentityVerifier
from shared.inbox import Subscription
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.schedule import Every
from shared.settings import ServiceSettings

NAME = "chat"
SUBSCRIPTIONS: tuple[Subscription[Chat], ...] = ()
SWEEP_SECONDS = 600.0
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
    return app.create_app(
        NAME,
        [mongo, bus, outbox, repository, storage, sweep],
        http.ROUTERS,
        state={"chat": chat, "identity": IdentityVerifier(settings.identity_public_key)},
        body_limit_bytes=BODY_LIMIT_BYTES,
    )
