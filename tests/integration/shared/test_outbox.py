"""The outbox: what was committed is said, whoever dies and whatever the broker does."""

import asyncio

import pytest

from shared.bus.connection import Bus
from shared.bus.publisher import Publisher
from shared.contracts import events
from shared.mongo import Mongo, Transaction
from shared.outbox import Outbox
from tests.eventually import eventually
from tests.integration.shared.conftest import WORKSPACE, an_event, running
from tests.integration.shared.hearing import Hearing


async def append(mongo: Mongo, outbox: Outbox, number: int) -> None:
    async def attempt(tx: Transaction) -> None:
        await outbox.append(tx, an_event(number))

    await mongo.transact(attempt)


async def is_empty(mongo: Mongo) -> bool:
    return await mongo.collection("outbox").count_documents({}) == 0


async def lapse_every_lease(mongo: Mongo) -> None:
    """As if the lease time had passed."""
    await mongo.collection("outbox").update_many(
        {}, [{"$set": {"leased_until": {"$subtract": ["$$NOW", 1]}}}]
    )


async def test_a_committed_event_is_said_and_then_forgotten(mongo: Mongo, bus: Bus) -> None:
    outbox = Outbox(mongo, bus.publisher)
    async with Hearing(bus) as heard, running(outbox):
        await append(mongo, outbox, 1)

        await heard.all_of({1})
        await eventually(lambda: is_empty(mongo))


async def test_an_event_of_a_failed_change_is_never_said(mongo: Mongo, bus: Bus) -> None:
    outbox = Outbox(mongo, bus.publisher)

    async def fails(tx: Transaction) -> None:
        await outbox.append(tx, an_event(1))
        raise LookupError

    async with Hearing(bus) as heard, running(outbox):
        with pytest.raises(LookupError):
            await mongo.transact(fails)
        await append(mongo, outbox, 2)

        await heard.all_of({2})
        assert heard.sequences == [2]


async def test_an_event_whose_process_died_is_said_by_a_replica(mongo: Mongo, bus: Bus) -> None:
    died = Outbox(mongo, Publisher())  # its publisher never got a connection
    async with running(died):
        await append(mongo, died, 1)
    assert not await is_empty(mongo)

    async with Hearing(bus) as heard, running(Outbox(mongo, bus.publisher)):
        await lapse_every_lease(mongo)
        await heard.all_of({1})
        await eventually(lambda: is_empty(mongo))


async def test_replicas_share_a_backlog_without_saying_anything_twice(
    mongo: Mongo, bus: Bus
) -> None:
    died = Outbox(mongo, Publisher())
    async with running(died):
        for number in range(300):
            await append(mongo, died, number)
    await lapse_every_lease(mongo)

    replicas = [Outbox(mongo, bus.publisher) for _ in range(3)]
    async with Hearing(bus) as heard, running(*replicas):
        await heard.all_of(set(range(300)))
        await eventually(lambda: is_empty(mongo))
        assert len(heard.sequences) == 300


async def test_a_lease_that_still_runs_is_left_to_its_holder(mongo: Mongo, bus: Bus) -> None:
    died = Outbox(mongo, Publisher())
    async with running(died):
        await append(mongo, died, 1)
    other = Outbox(mongo, bus.publisher)
    async with Hearing(bus) as heard, running(other):
        await append(mongo, other, 2)
        await heard.all_of({2})
        assert heard.sequences == [2]


async def test_many_events_at_once_are_all_said(mongo: Mongo, bus: Bus) -> None:
    outbox = Outbox(mongo, bus.publisher)
    async with Hearing(bus) as heard, running(outbox):
        await asyncio.gather(*(append(mongo, outbox, number) for number in range(100)))
        await heard.all_of(set(range(100)))


async def test_every_event_is_kept_in_the_log(mongo: Mongo, bus: Bus) -> None:
    outbox = Outbox(mongo, bus.publisher)
    async with Hearing(bus) as heard, running(outbox):
        await append(mongo, outbox, 7)
        await heard.all_of({7})

    channel = await bus.consuming_channel(prefetch=10)
    log = await channel.get_queue(events.LOG, ensure=False)
    kept: asyncio.Queue[bytes] = asyncio.Queue()

    async def keep(message: object) -> None:
        await kept.put(message.body)  # type: ignore[attr-defined]  # an incoming message
        await message.ack()  # type: ignore[attr-defined]  # an incoming message

    await log.consume(keep, arguments={"x-stream-offset": "first"})
    async with asyncio.timeout(10):
        assert WORKSPACE.encode() in await kept.get()
    await channel.close()
