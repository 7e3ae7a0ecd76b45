"""The chat service on real servers, started once; each test has a workspace of its own."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from services.chat import main
from services.chat.use_cases.chat import Chat
from shared.bus.connection import Bus
from shared.identity import IdentitySigner
from shared.settings import ServiceSettings
from tests import servers
from tests.integration.chat.callers import Workspace, new_id
from tests.integration.chat.hearing import Hearing
from tests.integration.reaching import public_half, way_to


@pytest.fixture(scope="session")
async def settings(
    mongo_server: servers.MongoServer, amqp_server: servers.Broker, private_key: str
) -> AsyncIterator[ServiceSettings]:
    """A database and a virtual host for the whole session."""
    async with mongo_server.fresh() as mongo_url, amqp_server.fresh() as amqp_url:
        yield ServiceSettings(
            mongo_url=mongo_url,
            amqp_url=amqp_url,
            identity_public_key=public_half(private_key),
        )


@pytest.fixture(scope="session")
async def app(settings: ServiceSettings) -> AsyncIterator[FastAPI]:
    """The service, started."""
    app = main.create(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(scope="session")
async def replica(settings: ServiceSettings) -> AsyncIterator[FastAPI]:
    """A second process of the service, as far as the database and the broker can tell."""
    app = main.create(settings)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
def chat(app: FastAPI) -> Chat:
    """The service's parts."""
    found: Chat = app.state.chat
    return found


@pytest.fixture(scope="session")
async def hearing(app: FastAPI, settings: ServiceSettings) -> AsyncIterator[Hearing]:
    """Whoever subscribes to conversations."""
    bus = Bus(settings.amqp_url, "tests")
    hearing = Hearing(bus)
    async with AsyncExitStack() as running:
        for part in (bus, hearing):
            await part.start()
            running.push_async_callback(part.stop)
        yield hearing


@pytest.fixture(scope="session")
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The way to the service."""
    async with way_to(app) as client:
        yield client


@pytest.fixture
def workspace(http: httpx.AsyncClient, private_key: str, hearing: Hearing, chat: Chat) -> Workspace:
    """An empty workspace."""
    return Workspace(new_id(), http, IdentitySigner(private_key), hearing, chat)


@pytest.fixture
def other_workspace(workspace: Workspace) -> Workspace:
    """Another one, in the same service."""
    return replace(workspace, id=new_id())


@pytest.fixture
async def elsewhere(workspace: Workspace, replica: FastAPI) -> AsyncIterator[Workspace]:
    """The same workspace, reached through the replica."""
    async with way_to(replica) as client:
        yield replace(workspace, http=client)
