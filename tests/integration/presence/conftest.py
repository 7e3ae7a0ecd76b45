"""The presence service on real servers, with gateways that report to it over the real broker."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from gateway.identity.domain import Agent
from gateway.live.reporting import Reporting
from gateway.live.socket import Listening
from services.presence import main
from services.presence.use_cases import Presence
from shared import clock
from shared.bus.connection import Bus
from shared.bus.ephemeral import Ephemeral
from shared.bus.listener import Listener
from shared.contracts.presence import Availability
from shared.identity import HEADER, IdentitySigner, Principal
from shared.settings import ServiceSettings
from tests.eventually import eventually
from tests.integration.reaching import public_half, way_to
from tests.integration.shared.conftest import running

Json = dict[str, Any]
LEASE_SECONDS = 3.0
"""Shorter than the real one, so that tests need not wait so long."""


class Line(Ephemeral):
    """A gateway's way to the broker; once ``is_cut`` nothing leaves, as after a crash."""

    is_cut = False

    async def say(self, routing_key: str, body: bytes) -> bool:
        return not self.is_cut and await super().say(routing_key, body)


@dataclass(frozen=True)
class Gateway:
    """What a gateway does for presence, without its sockets."""

    line: Line
    reporting: Reporting

    def customer(self, workspace_id: str, conversation_id: str = "c1") -> Callable[[], None]:
        """A customer connects; the answer lets them leave."""
        holding = self.reporting.holding
        connection = holding.enter(Listening(workspace_id, conversation_id=conversation_id))
        return lambda: holding.leave(connection, now=0.0)

    def agent(
        self, workspace_id: str, name: str = "Ann", availability: Availability = "online"
    ) -> Callable[[str, str], None]:
        """An agent connects; the answer lets them do something at a conversation."""
        agent = Agent(name.lower(), workspace_id, name, "", "agent", availability=availability)
        holding = self.reporting.holding
        connection = holding.enter(Listening(workspace_id, "s1", agent))

        def does(conversation_id: str, activity: str) -> None:
            # A moment that never comes, so that nobody counts as silent.
            given: Any = None if activity == "none" else activity
            holding.does(connection, conversation_id, given, now=1e12)

        return does

    def crash(self) -> None:
        """Nothing is heard of it any more."""
        self.line.is_cut = True


class Office:
    """A workspace of its own, asked through ``http`` and listened to at the broker."""

    def __init__(self, http: httpx.AsyncClient, signer: IdentitySigner, heard: list[Json]) -> None:
        self.id = clock.new_id()
        self.http = http
        self._signer = signer
        self._heard = heard

    async def get(self, path: str, kind: Any = "agent") -> httpx.Response:
        who = Principal(kind=kind, id="ann", workspace_id=self.id, name="Ann")
        return await self.http.get(path, headers={HEADER: self._signer.sign(who)})

    async def agents(self, conversation_id: str = "c1") -> dict[str, str]:
        """Activity by agent."""
        presence = (await self.get(f"/api/v1/presence/{conversation_id}")).json()
        return {agent["id"]: agent["activity"] for agent in presence["agents"]}

    async def customer(self, conversation_id: str = "c1") -> Json:
        answer = await self.get(f"/api/v1/presence/{conversation_id}")
        customer: Json = answer.json()["customer"]
        return customer

    async def online(self) -> list[str]:
        answer = await self.get("/api/v1/team", "customer")
        ids: list[str] = answer.json()["online_agent_ids"]
        return ids

    def heard(self, event_type: str) -> list[Json]:
        """Events of this workspace, oldest first."""
        own = [e for e in self._heard if e["workspaceid"] == self.id and e["type"] == event_type]
        return sorted(own, key=lambda event: event["sequence"])

    async def has(self, conversation_id: str = "c1", **wanted: str) -> None:
        """Return once exactly these agents do that at a conversation; in 15 s at most."""

        async def is_so() -> bool:
            return await self.agents(conversation_id) == wanted

        await eventually(is_so)

    async def has_online(self, *wanted: str) -> None:
        """Return once exactly these agents can be reached."""

        async def is_so() -> bool:
            return await self.online() == [*wanted]

        await eventually(is_so)


@pytest.fixture
def settings(mongo_url: str, amqp_url: str, private_key: str) -> ServiceSettings:
    """An empty database and an empty virtual host: no gateway of another test ends in them."""
    return ServiceSettings(
        mongo_url=mongo_url, amqp_url=amqp_url, identity_public_key=public_half(private_key)
    )


@asynccontextmanager
async def serving(settings: ServiceSettings) -> AsyncIterator[FastAPI]:
    """A replica of the service."""
    app = main.create(settings, LEASE_SECONDS)
    async with app.router.lifespan_context(app):
        yield app


@asynccontextmanager
async def a_gateway(settings: ServiceSettings) -> AsyncIterator[Gateway]:
    """One that reports."""
    bus = Bus(settings.amqp_url, "gateway")
    line = Line(bus)
    reporting = Reporting(line)
    async with running(bus, line, reporting):
        yield Gateway(line, reporting)


@pytest.fixture
async def app(settings: ServiceSettings) -> AsyncIterator[FastAPI]:
    """One replica."""
    async with serving(settings) as app:
        yield app


@pytest.fixture
async def gateway(settings: ServiceSettings, app: FastAPI) -> AsyncIterator[Gateway]:
    """One gateway."""
    async with a_gateway(settings) as gateway:
        yield gateway


@pytest.fixture
async def other_gateway(settings: ServiceSettings, app: FastAPI) -> AsyncIterator[Gateway]:
    """Another one."""
    async with a_gateway(settings) as gateway:
        yield gateway


@pytest.fixture
def presence(app: FastAPI) -> Presence:
    """The replica's parts."""
    found: Presence = app.state.presence
    return found


@pytest.fixture
async def heard(settings: ServiceSettings) -> AsyncIterator[list[Json]]:
    """Every event of presence, as it arrives."""
    events: list[Json] = []
    bus = Bus(settings.amqp_url, "tests")
    listener = Listener(
        bus, f"tests.{clock.new_id()}", lambda body: events.append(json.loads(body)), lambda: None
    )
    async with running(bus, listener):
        await listener.bind("presence.#")
        yield events


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The way to the service."""
    async with way_to(app) as client:
        yield client


@pytest.fixture
def office(http: httpx.AsyncClient, private_key: str, heard: list[Json]) -> Office:
    """A workspace where nobody is."""
    return Office(http, IdentitySigner(private_key), heard)


@pytest.fixture
def other_office(http: httpx.AsyncClient, private_key: str, heard: list[Json]) -> Office:
    """Another workspace."""
    return Office(http, IdentitySigner(private_key), heard)
