"""The job before everything else: users with least rights, indexes, queues; again at any time."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aio_pika
import aiohttp
import pytest
from aio_pika.exceptions import AMQPException
from pymongo import AsyncMongoClient

from deploy.local.services import GATEWAY, SERVICES
from deploy.setup import servers, topology
from deploy.setup.servers import Owner
from tests.servers import Broker, MongoServer

PASSWORD = "a long password of a test"


def _as(url: str, user: str, path: str) -> str:
    parts = urlsplit(url)
    address = parts.netloc.rpartition("@")[2]
    password = PASSWORD.replace(" ", "%20")
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{address}", path=path))


@pytest.fixture
async def owners(mongo_server: MongoServer, amqp_url: str) -> AsyncIterator[list[Owner]]:
    """Every process, with databases and users that are gone at the end."""
    names = (GATEWAY, *SERVICES)
    source = urlsplit(mongo_server.admin_url).query.replace("authSource=admin", "")
    yield [
        Owner(
            name,
            _as(mongo_server.admin_url, name, f"/{name}").partition("?")[0]
            + f"?{source.strip('&')}&authSource={name}",
            _as(amqp_url, name, urlsplit(amqp_url).path),
        )
        for name in names
    ]
    async with AsyncMongoClient[dict[str, Any]](mongo_server.admin_url) as admin:
        for name in names:
            await admin[name].command("dropAllUsersFromDatabase")
            await admin.drop_database(name)


async def test_it_may_run_twice_and_makes_everything_that_processes_need(
    owners: list[Owner], mongo_server: MongoServer, amqp_server: Broker
) -> None:
    for _ in range(2):
        await servers.prepare_mongo(mongo_server.admin_url, owners)
        await servers.prepare_rabbitmq(amqp_server.api_url, owners)
        for owner in owners:
            await topology.prepare(owner)
    vhost = urlsplit(owners[0].amqp_url).path.removeprefix("/")
    async with (
        aiohttp.ClientSession(amqp_server.api_url) as api,
        api.get(f"{amqp_server.api_url}/api/queues/{vhost}") as answer,
    ):
        queues = {queue["name"] for queue in await answer.json()}
    wanted = {each.queue for owner in owners for each in topology.subscriptions(owner.name)}
    assert wanted < queues
    async with AsyncMongoClient[dict[str, Any]](mongo_server.admin_url) as admin:
        assert "outbox" in await admin["chat"].list_collection_names()
        users = await admin["chat"].command("usersInfo")
    assert [user["roles"] for user in users["users"]] == [[{"role": "readWrite", "db": "chat"}]]


async def test_a_process_may_not_touch_anothers_queues(
    owners: list[Owner], amqp_server: Broker
) -> None:
    await servers.prepare_rabbitmq(amqp_server.api_url, owners)
    chat = next(owner for owner in owners if owner.name == "chat")
    async with await aio_pika.connect(chat.amqp_url) as connection:
        channel = await connection.channel()
        with pytest.raises(AMQPException):
            await channel.declare_queue("tickets.conversions.v1", durable=True)


def test_a_url_of_somebody_else_is_refused_and_named() -> None:
    owner = Owner("chat", f"mongodb://root:{PASSWORD}@db/chat", "amqp://chat:x@broker/")
    with pytest.raises(servers.WrongUrl, match="mongodb URL of chat"):
        owner.password(owner.mongo_url)
