"""Whatever lies in a service's queue is handled or set aside, at once where it breaks its contract;
the consumer goes on, and nothing stays with it.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aio_pika
import pytest
from aio_pika.abc import AbstractExchange
from hypothesis import given
from hypothesis import strategies as st

from deploy.catalogue import files, publishing
from deploy.local.system import System
from shared import clock
from shared.bus import publisher
from shared.bus.queues import Queue
from shared.contracts.events import Event
from shared.inbox import Subscription
from tests import metrics
from tests.eventually import eventually
from tests.fuzz import odd
from tests.fuzz.budget import budget

SUBSCRIPTIONS = list(publishing.subscriptions())
EXAMPLES = {
    fact.event_type: json.loads((files.FOLDER / files.example_path(fact.event_type)).read_text())
    for subscription in SUBSCRIPTIONS
    for fact in subscription.effects
}


@dataclass(frozen=True)
class Box:
    """A service's queue, reached as the service itself puts deliveries back into it."""

    system: System
    queue: Queue
    exchange: AbstractExchange

    async def drop(self, bodies: list[bytes], expected: Counter[str]) -> Counter[str]:
        """How they ended, once so many have as are ``expected`` to. What really happens meanwhile
        is handled as well.
        """
        before = await self._ended()
        for body in bodies:
            await publisher.confirm(self.exchange, self.queue.name, body, clock.new_id())

        async def all_ended() -> bool:
            return expected <= await self._ended() - before

        await eventually(all_ended)
        return await self._ended() - before

    async def _ended(self) -> Counter[str]:
        service = self.queue.name.partition(".")[0]
        return Counter(await metrics.deliveries(self.system, service, self.queue.name))


@asynccontextmanager
async def box(system: System, queue: Queue) -> AsyncIterator[Box]:
    service = queue.name.partition(".")[0]
    async with await aio_pika.connect(system.broker_url(service)) as connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        exchange = await channel.get_exchange(queue.exchange, ensure=False)
        yield Box(system, queue, exchange)


def is_sound(body: bytes, subscription: Subscription[Any]) -> bool:
    """Whether it keeps to the contract of an event that the queue hears."""
    try:
        event_type = json.loads(body)["type"]
        [fact] = [fact for fact in subscription.effects if fact.event_type == event_type]
        Event[fact].model_validate_json(body)  # type: ignore[valid-type]  # chosen at run time
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return True


def anything(subscription: Subscription[Any]) -> st.SearchStrategy[bytes]:
    """Bytes, JSON, and events of the queue's with something odd in them."""
    events = [odd.altered(EXAMPLES[fact.event_type]) for fact in subscription.effects]
    return st.binary(max_size=200) | odd.DEEP | st.one_of(odd.JSON, *events).map(odd.written)


@pytest.mark.parametrize("subscription", SUBSCRIPTIONS, ids=lambda each: each.queue)
@budget(6)
@given(data=st.data())
async def test_whatever_lies_in_a_queue_is_handled_or_set_aside_at_once(
    system: System, subscription: Subscription[Any], data: st.DataObject
) -> None:
    bodies = data.draw(st.lists(anything(subscription), min_size=1, max_size=20))
    broken = sum(not is_sound(body, subscription) for body in bodies)
    async with box(system, Queue(subscription.queue, {})) as there:
        ended = await there.drop(bodies, Counter(handled=len(bodies) - broken, dead=broken))
    assert ended - Counter(handled=ended["handled"]) == +Counter(dead=broken)
