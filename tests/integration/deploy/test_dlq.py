"""An operator empties a dead-letter queue: finds the poison, has it mended, sends it back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aio_pika
import pytest

from deploy.dlq import __main__ as dlq
from shared.bus import consumer, queues
from shared.bus.connection import Bus
from shared.bus.consumer import Consumer
from shared.bus.queues import Handler, Queue
from shared.contracts import events
from shared.contracts.events import Event
from shared.contracts.workspace_events import AgentSignedOut
from tests.eventually import eventually
from tests.integration.shared.conftest import an_event, running
from tests.servers import Broker

NAME = "tests.things.v1"
POISON, HEALTHY = 13, 14

Command = Callable[..., Awaitable[str]]


@pytest.fixture
async def bus(amqp_url: str) -> AsyncIterator[Bus]:
    """A bus on an empty virtual host."""
    part = Bus(amqp_url, "tests")
    async with running(part):
        yield part


@pytest.fixture
def command(
    amqp_url: str,
    amqp_server: Broker,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """Runs ``python -m deploy.dlq``; what it printed, with what it complained about."""
    monkeypatch.setattr(queues, "RETRY_SECONDS", (1, 1))
    monkeypatch.setenv("PARLEY_AMQP_URL", amqp_url)
    monkeypatch.setenv("PARLEY_BROKER_API_URL", amqp_server.api_url)

    async def run(*arguments: str, code: int = 0) -> str:
        capsys.readouterr()
        assert await asyncio.to_thread(dlq.main, arguments) == code
        return "".join(capsys.readouterr())

    return run


@asynccontextmanager
async def consuming(bus: Bus, handler: Handler) -> AsyncIterator[None]:
    async with running(Consumer(bus, Queue(NAME, {AgentSignedOut: handler}))):
        yield


async def say(bus: Bus, event: Event[Any]) -> None:
    key = events.routing_key(event.type, event.workspaceid)
    await bus.publisher.publish(key, event.model_dump_json().encode(), event.id)


async def test_poison_is_listed_shown_mended_and_redriven_and_holds_nobody_up(
    bus: Bus, command: Command
) -> None:
    poison, healthy = an_event(POISON), an_event(HEALTHY)
    tries: list[int] = []
    done: list[int] = []
    is_mended = False

    async def handle(event: Event[Any]) -> None:
        tries.append(event.sequence)
        if event.sequence == POISON and not is_mended:
            raise ConnectionError
        done.append(event.sequence)

    async def has_died() -> bool:
        return f"{NAME}       1" in await command("list")

    async def all_is_done() -> bool:
        return done == [HEALTHY, POISON]

    async with consuming(bus, handle):
        await say(bus, poison)
        await say(bus, healthy)
        await eventually(has_died)
        assert tries[-1] == POISON, "another conversation waited for the retries"
        assert tries.count(POISON) == 1 + len(queues.RETRY_SECONDS)

        shown = await command("show", NAME)
        for part in (poison.id, "3 times", "ConnectionError", poison.type, poison.traceparent):
            assert part in shown
        assert "credential_id" not in shown
        assert "credential_id" in await command("show", NAME, "--data")

        is_mended = True
        assert poison.id in await command("redrive", f"{NAME}.dead", poison.id)
        await eventually(all_is_done)
    assert tries.count(POISON) == 2 + len(queues.RETRY_SECONDS)
    assert "0 dead letters in 1 queues" in await command("list")


async def test_a_letter_sent_back_has_all_its_attempts_again(bus: Bus, command: Command) -> None:
    tries = 0

    async def fails(_: Event[Any]) -> None:
        nonlocal tries
        tries += 1
        raise ConnectionError

    async def has_died() -> bool:
        return "1 dead letters" in await command("list")

    async with consuming(bus, fails):
        await say(bus, an_event())
        await eventually(has_died)
        await command("redrive", NAME, "--all")
        await eventually(has_died)
    assert tries == 2 * (1 + len(queues.RETRY_SECONDS))


async def test_only_what_is_named_is_settled_and_the_rest_stays_in_its_order(
    bus: Bus, command: Command
) -> None:
    said = [an_event(number) for number in (1, 2, 3)]

    async def refuses(_: Event[Any]) -> None:
        raise consumer.Unprocessable

    async def all_died() -> bool:
        return "3 dead letters" in await command("list")

    async with consuming(bus, refuses):
        for event in said:
            await say(bus, event)
        await eventually(all_died)

    first, second, third = (event.id for event in said)
    assert f"{second} dropped" in await command("drop", NAME, second)
    shown = await command("show", NAME)
    assert second not in shown
    assert shown.index(first) < shown.index(third)
    assert "say --all" in await command("drop", NAME, code=1)
    assert "no such letter" in await command("redrive", NAME, second, code=1)
    assert "2 dead letters" in await command("list")


async def test_what_is_no_event_is_shown_as_it_came(
    bus: Bus, amqp_url: str, command: Command
) -> None:
    async def handle(_: Event[Any]) -> None:
        """Nothing."""

    async def has_died() -> bool:
        return "2 dead letters" in await command("list")

    async with consuming(bus, handle), await aio_pika.connect(amqp_url) as connection:
        exchange = await (await connection.channel()).get_exchange(events.EXCHANGE)
        for _ in range(2):
            await exchange.publish(
                aio_pika.Message(b"[1, 2]", message_id="same"), "agent.signed_out.w1"
            )
        await eventually(has_died)
    shown = await command("show", NAME, "--data")
    assert shown.count("no event   b'[1, 2]'") == 2
    assert "same#2 sent back" in await command("redrive", NAME, "same#2")
    assert "1 dead letters" in await command("list")


async def test_a_queue_that_is_not_there_and_a_broker_that_is_not_there_are_one_line(
    bus: Bus, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await command("show", "no.such.queue", code=1) == (
        "dlq: there is no queue no.such.queue.dead\n"
    )
    monkeypatch.setenv("PARLEY_BROKER_API_URL", "http://127.0.0.1:1")
    assert "does not answer" in await command("list", code=1)
