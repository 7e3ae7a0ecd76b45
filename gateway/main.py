"""The gateway's composition root: what it is made of, and which routes it serves."""

import os
import socket
import sys
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from gateway import assets
from gateway.api import (
    avatars,
    description,
    files,
    forwarding,
    health,
    picture,
    session,
    tokens,
    widget,
    workspace,
)
from gateway.api.proxy import Proxy
from gateway.api.team import Teams
from gateway.catalogue import http as catalogue
from gateway.headers import SecurityHeadersMiddleware
from gateway.identity import consumers, use_cases
from gateway.identity.attempts import Attempts
from gateway.identity.use_cases import Identity
from gateway.identity.visitors import VisitorTokens
from gateway.live import streams
from gateway.live.bindings import Bindings
from gateway.live.hearing import Hearing
from gateway.live.hub import Hub
from gateway.live.inspection import Inspection
from gateway.live.reporting import Reporting
from gateway.live.typing import Typing
from gateway.settings import GatewaySettings
from shared import app as application
from shared.app import Part
from shared.bus.connection import Bus
from shared.bus.consumer import Consumer
from shared.bus.ephemeral import Ephemeral
from shared.bus.listener import Listener
from shared.contracts.notification_events import RosterRequested
from shared.identity import IdentitySigner
from shared.inbox import Inbox, Subscription
from shared.mongo import Mongo
from shared.outbox import Outbox

NAME = "gateway"
ROSTER: Subscription[Identity] = Subscription(
    f"{NAME}.roster.v1", {RosterRequested: consumers.roster_requested}
)
ROUTERS = (
    forwarding.router,
    files.router,
    streams.router,
    session.router,
    workspace.router,
    picture.router,
    tokens.router,
    widget.router,
    avatars.router,
)


def main() -> None:
    """Serve until told to stop."""
    settings = GatewaySettings()
    application.serve(build(settings), NAME, settings)


def build(settings: GatewaySettings) -> FastAPI:
    """The gateway as an application."""
    mongo, bus = Mongo(settings.mongo_url), Bus(settings.amqp_url, NAME)
    identity = use_cases.identity_on(
        mongo, Outbox(mongo, bus.publisher), Attempts(settings.conversation_starts_per_minute)
    )
    services = _services(settings)
    signer = IdentitySigner(settings.identity_private_key)
    live = _live(bus, identity, Teams(services["presence"], signer))
    own: list[Part] = [mongo, identity.repository, identity.passwords, bus, identity.outbox]
    own += [*live.parts, *_roster(mongo, bus, identity)]
    app = application.create_app(
        NAME,
        [*own, *services.values()],
        [*ROUTERS, health.routes(own, services), *_pages(settings)],
        state={
            "settings": settings,
            "identity": identity,
            "signer": signer,
            "file_links": files.FileLinks(settings.links_public_key),
            "visitor_tokens": VisitorTokens(settings.identity_private_key),
            "services": services,
            "lobby": streams.Lobby(settings.unauthenticated_sockets),
            **live.state,
        },
        # Every route that reads a body counts it, so that its refusal can say the limit.
        body_limit_bytes=sys.maxsize,
    )
    _wrap(app, settings)
    return app


@dataclass(frozen=True, slots=True)
class _Live:
    """Who is connected and what they hear: its parts, and what routes find of it."""

    parts: list[Part]
    state: dict[str, object]


def _live(bus: Bus, identity: Identity, teams: Teams) -> _Live:
    hub, ephemeral = Hub(), Ephemeral(bus)
    reporting, typing = Reporting(ephemeral), Typing(ephemeral)
    inspection = Inspection(hub, reporting.holding, identity)
    hearing = Hearing(identity.directory, hub, inspection, reporting.holding, teams)
    queue = f"{NAME}.{socket.gethostname()}.{os.getpid()}"
    listener = Listener(bus, queue, hearing.hear, hearing.missed)
    bindings = Bindings(listener)
    return _Live(
        [ephemeral, reporting, typing, listener, bindings, inspection],
        {
            "hub": hub,
            "holding": reporting.holding,
            "teams": teams,
            "typing": typing,
            "bindings": bindings,
            "inspection": inspection,
        },
    )


def _roster(mongo: Mongo, bus: Bus, identity: Identity) -> list[Part]:
    """What answers whoever asks for a workspace's agents."""
    inbox = Inbox(mongo)
    return [inbox, Consumer(bus, inbox.queue(ROSTER, identity))]


def _pages(settings: GatewaySettings) -> list[APIRouter]:
    """What people look at; the console's take whatever path nobody else has."""
    return [catalogue.routes(settings), description.routes(settings), assets.routes(settings)]


def _services(settings: GatewaySettings) -> dict[str, Proxy]:
    return {
        "chat": Proxy("chat", settings.chat_url),
        "presence": Proxy("presence", settings.presence_url),
        "tickets": Proxy("tickets", settings.tickets_url),
        "notifier": Proxy("notifier", settings.notifier_url),
        "trash": Proxy("trash", settings.trash_url),
        "webhooks": Proxy("webhooks", settings.webhooks_url),
    }


def _wrap(app: FastAPI, settings: GatewaySettings) -> None:
    """What every request passes on its way to its route."""
    app.add_middleware(SecurityHeadersMiddleware, is_https=settings.is_https)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
