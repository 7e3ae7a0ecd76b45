"""Another team hears events: with a user of its own, from the examples, and nothing else."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import AMQPException
from cloudevents.core.bindings import rabbitmq as cloudevents
from cloudevents.core.formats.json import JSONFormat

from deploy import consumers
from deploy.broker import Operator
from deploy.consumers import __main__ as command
from deploy.local import web
from shared.bus.connection import Bus
from shared.contracts import events
from shared.contracts.conversation_events import ConversationClosed
from shared.contracts.events import Event
from shared.contracts.people import Author
from tests.eventually import eventually
from tests.integration.shared.conftest import an_event, running
from tests.servers import Broker

REFUSED = (AMQPException, RuntimeError)


@dataclass(frozen=True)
class Team:
    """A consumer of the test's own, on a broker where the services have said something."""

    name: str
    url: str
    operator: Operator
    bus: Bus

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[AbstractConnection]:
        async with await aio_pika.connect(self.url) as connection:
            yield connection

    async def say(self, event: Event[ConversationClosed]) -> None:
        """As the chat service does."""
        key = events.routing_key(event.type, event.workspaceid)
        await self.bus.publisher.publish(key, event.model_dump_json().encode(), event.id)


def closed(number: int, by: str) -> Event[ConversationClosed]:
    like = an_event(number)
    author = Author(kind="agent", id="a1", name=by, avatar_url=None)
    return events.envelope(
        ConversationClosed(closed_by=author, closed_at=like.time),
        event_id=like.id,
        source="/services/chat",
        subject=f"conversation-{number}",
        workspace_id=like.workspaceid,
        sequence=number,
        time=like.time,
        traceparent=like.traceparent,
    )


@pytest.fixture
async def team(amqp_url: str, amqp_server: Broker) -> AsyncIterator[Team]:
    operator = Operator(amqp_url, amqp_server.api_url)
    name = f"team-{uuid4().hex[:8]}"
    bus = Bus(amqp_url, "tests")
    async with running(bus):
        yield Team(name, await consumers.add(operator, name), operator, bus)
        with suppress(ValueError):
            await consumers.remove(operator, name)


@asynccontextmanager
async def printing(*program: str, url: str, folder: Path) -> AsyncIterator[asyncio.StreamReader]:
    """What an example prints, while it runs."""
    environment = {"PATH": os.environ["PATH"], "AMQP_URL": url}
    process = await asyncio.create_subprocess_exec(
        *program, cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def line_of(printed: asyncio.StreamReader) -> str:
    async with asyncio.timeout(20):
        return (await printed.readline()).decode().strip()


def python(name: str) -> tuple[str, ...]:
    return sys.executable, str(web.EXAMPLES / name)


def node(name: str) -> tuple[str, ...]:
    web.install(web.EXAMPLES)
    return str(Path(web.find_node().path) / "node"), name


@pytest.mark.parametrize(
    ("program", "queue"),
    [(python("print_closed.py"), "closed"), (node("print_closed.js"), "closed-js")],
    ids=["python", "javascript"],
)
async def test_an_example_prints_each_conversation_that_is_closed(
    team: Team, program: tuple[str, ...], queue: str
) -> None:
    async def is_bound() -> bool:
        bindings = f"bindings/{team.operator.vhost}/e/{events.EXCHANGE}/q/{team.name}.{queue}"
        return bool(await team.operator.ask("GET", bindings))

    async with printing(*program, url=team.url, folder=web.EXAMPLES) as printed:
        await eventually(is_bound)
        await team.say(closed(1, "Ann"))
        assert await line_of(printed) == "conversation-1 was closed by Ann"
    # What happens while nobody runs is not lost; what was not acknowledged yet comes again.
    await team.say(closed(2, "Ben"))
    async with printing(*program, url=team.url, folder=web.EXAMPLES) as printed:
        while (line := await line_of(printed)) == "conversation-1 was closed by Ann":
            continue
        assert line == "conversation-2 was closed by Ben"


async def test_an_example_replays_what_happened_before_anybody_subscribed(team: Team) -> None:
    for number in (1, 2, 3):
        await team.say(closed(number, "Ann"))
    program = python("replay_last_hour.py")
    async with printing(*program, url=team.url, folder=web.EXAMPLES) as printed:
        lines = [await line_of(printed) for _ in range(4)]
    assert [line.split()[-1] for line in lines[:3]] == [f"conversation-{n}" for n in (1, 2, 3)]
    assert [line.split()[0] for line in lines[:3]] == ["0", "1", "2"]
    assert lines[3] == "", "it ends by itself"


async def test_an_event_is_a_cloudevent_to_the_sdk(team: Team) -> None:
    said = closed(7, "Ann")
    async with team.connected() as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(f"{team.name}.sdk", exclusive=True)
        await queue.bind(events.EXCHANGE, "conversation.#")
        await team.say(said)
        message = await queue.get(timeout=5)
        assert message is not None
    heard = cloudevents.from_rabbitmq(
        cloudevents.RabbitMQMessage({}, message.content_type, message.body), JSONFormat()
    )
    assert heard.get_type() == "conversation.closed.v1"
    assert heard.get_id() == said.id
    assert heard.get_source() == "/services/chat"
    assert heard.get_subject() == "conversation-7"
    assert heard.get_time() == said.time
    assert heard.get_extension("workspaceid") == said.workspaceid
    assert heard.get_extension("sequence") == 7
    data = heard.get_data()
    assert isinstance(data, dict)
    assert data["closed_by"]["name"] == "Ann"


async def declare_elsewhere(channel: AbstractChannel) -> None:
    await channel.declare_queue("chat.mine.v1")


async def declare_with_a_name_that_only_begins_alike(channel: AbstractChannel) -> None:
    await channel.declare_queue("team")


async def declare_an_exchange(channel: AbstractChannel) -> None:
    await channel.declare_exchange("team.exchange")


async def read_the_queue_of_another(channel: AbstractChannel) -> None:
    await (await channel.get_queue("tests.secret.v1", ensure=False)).get(timeout=5)


async def nothing(_: object) -> None:
    """Is done."""


async def consume_the_queue_of_another(channel: AbstractChannel) -> None:
    await (await channel.get_queue("tests.secret.v1", ensure=False)).consume(nothing)


async def empty_the_queue_of_another(channel: AbstractChannel) -> None:
    await (await channel.get_queue("tests.secret.v1", ensure=False)).purge()


async def delete_the_log(channel: AbstractChannel) -> None:
    await (await channel.get_queue(events.LOG, ensure=False)).delete()


async def say_an_event(channel: AbstractChannel) -> None:
    exchange = await channel.get_exchange(events.EXCHANGE, ensure=False)
    await exchange.publish(aio_pika.Message(b"forged"), "conversation.closed.w1", timeout=5)


async def write_to_the_log(channel: AbstractChannel) -> None:
    await channel.default_exchange.publish(aio_pika.Message(b"forged"), events.LOG, timeout=5)


async def hear_what_is_ephemeral(channel: AbstractChannel) -> None:
    queue = await channel.declare_queue(exclusive=True)
    await queue.bind("tests.other")


@pytest.mark.parametrize(
    "act",
    [
        declare_elsewhere,
        declare_with_a_name_that_only_begins_alike,
        declare_an_exchange,
        read_the_queue_of_another,
        consume_the_queue_of_another,
        empty_the_queue_of_another,
        delete_the_log,
        say_an_event,
        write_to_the_log,
        hear_what_is_ephemeral,
    ],
)
async def test_a_consumer_is_refused_everything_else(
    team: Team, act: Callable[[AbstractChannel], Awaitable[None]]
) -> None:
    own = await team.bus.consuming_channel(prefetch=1)
    await own.declare_queue("tests.secret.v1", durable=True)
    await own.declare_exchange("tests.other")
    async with team.connected() as connection:
        channel = await connection.channel(on_return_raises=True)
        with pytest.raises(REFUSED, match="ACCESS_REFUSED"):
            await act(channel)


async def test_a_consumer_may_not_use_the_management_api(team: Team) -> None:
    _, _, password = team.url.partition("://")[2].partition("@")[0].partition(":")
    as_team = team.operator.api_url.split("//")[0] + f"//{team.name}:{password}@"
    as_team += team.operator.api_url.rpartition("@")[2]
    with pytest.raises(Exception, match="401"):
        await Operator(team.url, as_team).queues()


async def test_a_queue_that_nobody_empties_stays_small(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "QUEUE_BYTES", 3_000)
    url = await consumers.add(team.operator, team.name)
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(f"{team.name}.forgotten", durable=True)
        await queue.bind(events.EXCHANGE, "#")
        for number in range(20):
            await team.say(closed(number, "Ann"))
        left = await channel.declare_queue(f"{team.name}.forgotten", passive=True)
        assert 0 < (left.declaration_result.message_count or 0) < 10


async def test_the_command_makes_lists_and_removes_consumers(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARLEY_AMQP_URL", team.operator.amqp_url)
    monkeypatch.setenv("PARLEY_BROKER_API_URL", team.operator.api_url)
    name = f"team-{uuid4().hex[:8]}"

    async def run(*arguments: str, code: int = 0) -> str:
        capsys.readouterr()
        assert await asyncio.to_thread(command.main, arguments) == code
        return "".join(capsys.readouterr()).strip()

    url = await run("add", name)
    async with await aio_pika.connect(url) as connection:
        await (await connection.channel()).declare_queue(f"{name}.kept", durable=True)
    assert {name, team.name} <= set((await run("list")).split())
    await run("remove", name)
    assert name not in (await run("list")).split()
    assert f"{name}.kept" not in await team.operator.queues()
    with pytest.raises(REFUSED):
        await aio_pika.connect(url)
    for taken in ("chat", "parley", "Team", "a.b", "admin"):
        assert "consumers: " in await run("add", taken, code=1)
