"""What each process may do at the servers of a local system, and what it may not."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aio_pika
import pytest
from aio_pika.exceptions import AMQPException
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure

from deploy.local import mongod, ports, rabbitmq, secrets, services
from shared.bus import queues
from shared.bus.connection import Bus
from shared.bus.dead_letters import dead_letters
from shared.contracts import events
from tests import servers


@dataclass(frozen=True)
class Local:
    """A broker with the users of a local system."""

    broker: rabbitmq.RabbitMQ

    async def channel(self, user: str) -> aio_pika.abc.AbstractChannel:
        """A channel of ``user``, on which an unroutable message is an error."""
        connection = await aio_pika.connect(self.broker.url(user))
        return await connection.channel(on_return_raises=True)


@pytest.fixture(scope="module")
async def local(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Local]:
    run_dir = tmp_path_factory.mktemp("rights")
    free = ports.Ports(run_dir / "ports.json")
    broker = rabbitmq.RabbitMQ(
        run_dir / "rabbitmq",
        rabbitmq.BrokerPorts(*(free.take(name) for name in ("amqp", "dist", "epmd"))),
        secrets.Secrets(run_dir / "secrets.json"),
    )
    programs = broker.name_server(), broker.program(services.broker_rights())
    async with servers.running(run_dir, *programs):
        yield Local(broker)


@pytest.fixture(scope="module")
async def said(local: Local) -> AsyncIterator[Bus]:
    """The bus of the chat service, connected with its own user."""
    bus = Bus(local.broker.url("chat"), "chat")
    await bus.start()
    yield bus
    await bus.stop()


async def test_a_reader_hears_events_live_and_from_the_log(local: Local, said: Bus) -> None:
    channel = await local.channel(services.READER)
    live = await channel.declare_queue("reader.test", exclusive=True)
    await live.bind(events.EXCHANGE, "conversation.#")
    await said.publisher.publish("conversation.closed.acme", b"{}", "event-1")
    heard = await live.get(timeout=5)
    assert heard is not None
    assert heard.message_id == "event-1"

    await channel.set_qos(10)
    log = await channel.get_queue(events.LOG, ensure=False)
    async with log.iterator(arguments={"x-stream-offset": "first"}, timeout=5) as replay:
        message = await anext(replay)
        assert message.message_id == "event-1"
    await channel.close()


@pytest.mark.parametrize("name", ["", "amq_0123456789abcdef"])
async def test_a_reader_may_have_queues_that_the_broker_or_its_library_named(
    local: Local, said: Bus, name: str
) -> None:
    channel = await local.channel(services.READER)
    queue = await channel.declare_queue(name or None, exclusive=True)
    await queue.bind(events.EXCHANGE, "#")
    await channel.close()


@pytest.mark.parametrize("exchange", [events.EXCHANGE, ""])
async def test_a_reader_cannot_publish(local: Local, said: Bus, exchange: str) -> None:
    channel = await local.channel(services.READER)
    target = await channel.get_exchange(exchange, ensure=False)
    with pytest.raises((AMQPException, RuntimeError)):
        await target.publish(aio_pika.Message(b"forged"), events.LOG)


async def test_a_reader_cannot_take_from_the_queue_of_a_service(local: Local, said: Bus) -> None:
    own = await local.channel("chat")
    await own.declare_queue("chat.tickets.v1", durable=True)
    channel = await local.channel(services.READER)
    queue = await channel.get_queue("chat.tickets.v1", ensure=False)
    with pytest.raises((AMQPException, RuntimeError)):
        await queue.get(timeout=5)


async def test_an_operator_reaches_dead_letters_and_the_way_back_and_nothing_else(
    local: Local, said: Bus
) -> None:
    await queues.declare(await local.channel("chat"), queues.Queue("chat.tickets.v2", {}))
    async with dead_letters(local.broker.url(services.OPERATOR), "chat.tickets.v2") as letters:
        assert letters.all() == []
    for name in ("chat.tickets.v2", events.LOG):
        channel = await local.channel(services.OPERATOR)
        with pytest.raises((AMQPException, RuntimeError)):
            await (await channel.get_queue(name, ensure=False)).get(timeout=5)
    for exchange in (events.EXCHANGE, ""):
        channel = await local.channel(services.OPERATOR)
        target = await channel.get_exchange(exchange, ensure=False)
        with pytest.raises((AMQPException, RuntimeError)):
            await target.publish(aio_pika.Message(b"forged"), "chat.tickets.v2")


async def test_a_service_cannot_declare_a_queue_of_another(local: Local, said: Bus) -> None:
    channel = await local.channel("chat")
    with pytest.raises(AMQPException):
        await channel.declare_queue("gateway.live")


async def test_a_service_reads_its_own_database_and_no_other(tmp_path: Path) -> None:
    server = a_mongod(tmp_path)
    async with servers.running(tmp_path, server.program()):
        await server.add_users(["chat", "gateway"])
        async with AsyncMongoClient[dict[str, object]](server.url("chat")) as client:
            await client["chat"]["rows"].insert_one({})
            with pytest.raises(OperationFailure, match="not authorized"):
                await client["gateway"]["agents"].find_one({})
        async with AsyncMongoClient[dict[str, object]](server.address) as stranger:
            with pytest.raises(OperationFailure, match="requires authentication"):
                await stranger["chat"]["rows"].find_one({})


async def test_data_survives_a_restart_on_another_port(tmp_path: Path) -> None:
    first = a_mongod(tmp_path)
    async with servers.running(tmp_path, first.program()):
        await first.add_users(["chat"])
        async with AsyncMongoClient[dict[str, object]](first.url("chat")) as client:
            await client["chat"]["rows"].insert_one({"_id": "kept"})
    (tmp_path / "ports.json").unlink()
    second = a_mongod(tmp_path)
    assert second.address != first.address
    async with servers.running(tmp_path, second.program()):
        await second.add_users(["chat"])
        async with AsyncMongoClient[dict[str, object]](second.url("chat")) as client:
            assert await client["chat"]["rows"].find_one({}) == {"_id": "kept"}


def a_mongod(run_dir: Path) -> mongod.Mongod:
    return mongod.Mongod(
        run_dir / "mongod",
        ports.Ports(run_dir / "ports.json").take("mongod"),
        secrets.Secrets(run_dir / "secrets.json"),
    )
