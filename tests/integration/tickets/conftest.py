"""Chat and tickets on real servers, started once; each test has a workspace of its own."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from services.chat import main as chat_main
from services.chat.use_cases.chat import Chat
from services.tickets import main as tickets_main
from services.tickets.use_cases.desk import Desk
from shared.identity import IdentitySigner
from shared.settings import ServiceSettings
from tests import servers
from tests.integration.reaching import public_half, way_to
from tests.integration.tickets.office import Office, new_id


@pytest.fixture(scope="session")
async def settings(
    mongo_server: servers.MongoServer, amqp_server: servers.Broker, private_key: str
) -> AsyncIterator[dict[str, ServiceSettings]]:
    """Of both services: a database each, one virtual host."""
    async with (
        mongo_server.fresh() as chat_url,
        mongo_server.fresh() as tickets_url,
        amqp_server.fresh() as amqp_url,
    ):
        yield {
            name: ServiceSettings(
                mongo_url=url, amqp_url=amqp_url, identity_public_key=public_half(private_key)
            )
            for name, url in (("chat", chat_url), ("tickets", tickets_url))
        }


@pytest.fixture(scope="session")
async def chat_app(settings: dict[str, ServiceSettings]) -> AsyncIterator[FastAPI]:
    """Chat, started."""
    app = chat_main.create(settings["chat"])
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(scope="session")
async def tickets_app(settings: dict[str, ServiceSettings]) -> AsyncIterator[FastAPI]:
    """Tickets, started."""
    app = tickets_main.create(settings["tickets"])
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
def chat(chat_app: FastAPI) -> Chat:
    """Chat's parts."""
    found: Chat = chat_app.state.chat
    return found


@pytest.fixture
def desk(tickets_app: FastAPI) -> Desk:
    """Tickets' parts."""
    found: Desk = tickets_app.state.desk
    return found


@pytest.fixture(scope="session")
async def ways(
    chat_app: FastAPI, tickets_app: FastAPI
) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.AsyncClient]]:
    """The ways to chat and to tickets."""
    async with way_to(chat_app) as chat, way_to(tickets_app) as tickets:
        yield chat, tickets


@pytest.fixture
def office(ways: tuple[httpx.AsyncClient, httpx.AsyncClient], private_key: str) -> Office:
    """An empty workspace."""
    return Office(new_id(), *ways, IdentitySigner(private_key))
