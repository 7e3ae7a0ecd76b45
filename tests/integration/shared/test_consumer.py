"""A durable queue: repeats have one effect, failures are retried, poison is set aside."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from prometheus_client import REGISTRY

from shared.bus import consumer, publisher, queues
from shared.bus.connection import Bus
from shared.bus.consumer import Consumer
from shared.bus.depth import Depth
from shared.bus.queues import Handler, Queue
from shared.contracts import events
from shared.contracts.events import Event
from shared.contracts.workspace_events import AgentSignedOut
from shared.inbox import Inbox
from shared.mongo import Mongo, Transaction
from tests.eventually import eventually
from tests.integration.shared.conftest import an_event, running

NAME = "tests.things.v1"


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "RETRY_SECONDS", (1, 1, 1, 1))


async def say(bus: Bus, event: Event[Any], times: int = 1) -> None:
    key = events.routing_key(event.type, event.workspaceid)
    for _ in range(times):
        await bus.publisher.publish(key, event.model_dump_json().encode(), event.id)


@asynccontextmanager
async def consuming(bus: Bus, handler: Handler) -> AsyncIterator[None]:
    async with running(Consumer(bus, Queue(NAME, {AgentSignedOut: handler}))):
        yield


async def dead_letters(bus: Bus) -> int:
    channel = await bus.consuming_channel(prefetch=1)
    try:
        queue = await channel.declare_queue(f"{NAME}.dead", passive=True)
        return queue.declaration_result.message_count or 0
    finally:
        await channel.close()


async def test_a_repeated_event_has_its_effect_once(mongo: Mongo, bus: Bus) -> None:
    inbox = Inbox(mongo)
    effects = mongo.collection("effects")
    deliveries = 0

    async def effect(tx: Transaction, event: Event[Any]) -> None:
        await effects.insert_one({"n": event.sequence}, session=tx.session)

    async with running(inbox):
        once = inbox.once(NAME, effect)

        async def counted(event: Event[Any]) -> None:
            nonlocal deliveries
            await once(event)
            deliveries += 1

        async with consuming(bus, counted):
            await say(bus, an_event(1), times=4)
            await eventually(lambda: _is(lambda: deliveries == 4))

    assert await effects.count_documents({}) == 1


async def test_a_failing_handler_is_tried_again_until_it_works(bus: Bus) -> None:
    attempts = 0

    async def works_the_third_time(_: Event[Any]) -> None:
        nonlocal attempts
        attempts += 1
        if attempts < 3:
            raise ConnectionError

    async with consuming(bus, works_the_third_time):
        await say(bus, an_event(1))
        await eventually(lambda: _is(lambda: attempts == 3))
        assert await dead_letters(bus) == 0


async def test_an_event_that_never_works_ends_as_a_dead_letter(bus: Bus) -> None:
    attempts = 0
    others: list[int] = []

    async def fails_for_one(event: Event[Any]) -> None:
        nonlocal attempts
        if event.sequence == 13:
            attempts += 1
            raise ConnectionError
        others.append(event.sequence)

    async with consuming(bus, fails_for_one):
        await say(bus, an_event(13))
        await say(bus, an_event(14))
        await eventually(lambda: _has_dead_letters(bus, 1))

    assert attempts == 1 + len(queues.RETRY_SECONDS)
    assert others == [14]


async def test_a_broken_contract_is_set_aside_at_once(bus: Bus) -> None:
    handled: list[int] = []

    async def handle(event: Event[Any]) -> None:
        handled.append(event.sequence)

    async with consuming(bus, handle):
        sound = an_event(1).model_dump_json().encode()
        broken = sound.replace(b'"credential_id"', b'"other"')
        await bus.publisher.publish("agent.signed_out.w1", broken, "broken")
        never = re.sub(rb'(?<="time":")[^"]*', b"0001-01-01T00:00:00+14:00", sound)
        await bus.publisher.publish("agent.signed_out.w1", never, "never")
        await bus.publisher.publish("agent.signed_out.w1", b"not json", "not-json")
        await say(bus, an_event(2))
        await eventually(lambda: _has_dead_letters(bus, 3))

    assert handled == [2]


async def test_an_unprocessable_event_is_not_tried_again(bus: Bus) -> None:
    attempts = 0

    async def refuses(_: Event[Any]) -> None:
        nonlocal attempts
        attempts += 1
        raise consumer.Unprocessable

    async with consuming(bus, refuses):
        await say(bus, an_event(1))
        await eventually(lambda: _has_dead_letters(bus, 1))

    assert attempts == 1


async def test_stopping_waits_for_what_is_being_handled(bus: Bus) -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow(_: Event[Any]) -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    part = Consumer(bus, Queue(NAME, {AgentSignedOut: slow}))
    await part.start()
    await say(bus, an_event(1))
    await begun.wait()
    stopping = asyncio.create_task(part.stop())
    may_end.set()
    await stopping
    assert ended.is_set()

    async def unexpected(_: Event[Any]) -> None:
        raise AssertionError("delivered again after it was acknowledged")

    async with consuming(bus, unexpected):
        assert await dead_letters(bus) == 0


async def test_an_unroutable_message_is_an_error(bus: Bus) -> None:
    channel = await bus.publishing_channel()
    exchange = await channel.declare_exchange("tests.nowhere", durable=False, auto_delete=True)
    with pytest.raises(publisher.PublishFailed):
        await publisher.confirm(exchange, "nobody", b"{}", "m1")
    await channel.close()


async def _is(condition: Any) -> bool:
    return bool(condition())


async def _has_dead_letters(bus: Bus, count: int) -> bool:
    return await dead_letters(bus) == count


async def test_prometheus_is_told_how_much_is_dead(bus: Bus) -> None:
    async def never(_: Event[Any]) -> None:
        raise consumer.Unprocessable

    async with consuming(bus, never):
        await say(bus, an_event(1))
        await eventually(lambda: _has_dead(bus, 1))
        queue = Queue(NAME, {AgentSignedOut: never})
        async with running(Depth(bus, queue)):
            await eventually(lambda: _is(lambda: _told("dead") == 1))


async def _has_dead(bus: Bus, count: int) -> bool:
    return await dead_letters(bus) == count


def _told(kind: str) -> float | None:
    labels = {"queue": NAME, "kind": kind}
    return REGISTRY.get_sample_value("parley_queue_messages", labels)
