"""Makes a handler's effect happen once, however often its event is delivered.

The event's id is written in the transaction of the effect: a repeat finds it there and does
nothing. Ids are kept longer than any retry, redrive or replay that is still to be expected.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from shared import clock
from shared.bus.queues import Handler, Queue
from shared.contracts.events import Event, Fact
from shared.mongo import ASCENDING, DuplicateKey, Index, Mongo, Transaction, ensure_indexes

KEPT_SECONDS = 60 * 24 * 3600
LONGEST_WAIT_SECONDS = 0.5
"""Before what can wait is begun."""

Effect = Callable[[Transaction, Event[Any]], Awaitable[None]]
Service = TypeVar("Service")


@dataclass(frozen=True, slots=True)
class Subscription(Generic[Service]):
    """What one durable queue of a service hears, and the effect of each fact on the service. What
    is not ``wanted`` costs no transaction: it has no effect, however often it comes.
    """

    queue: str
    effects: Mapping[type[Fact], Callable[[Service, Transaction, Event[Any]], Awaitable[None]]]
    wanted: Callable[[Service, Event[Any]], Awaitable[bool]] | None = None


class Inbox:
    """The inbox of one process's database. A part."""

    name = "inbox"

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def start(self) -> None:
        self._rows = self._mongo.collection("inbox")
        await ensure_indexes(
            self._rows,
            Index([("heard_at", ASCENDING)], "expiry", expire_after_seconds=KEPT_SECONDS),
        )

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def ping(self) -> None:
        """The database is asked by its own part."""

    def queue(self, subscription: Subscription[Service], service: Service) -> Queue:
        """``subscription`` for the bus: each of its effects on ``service``, once per event."""
        name, wanted = subscription.queue, subscription.wanted

        def handler(fact: type[Fact]) -> Handler:
            handle = self.once(name, partial(subscription.effects[fact], service))
            if wanted:
                handle = _if(partial(wanted, service), handle)
            return _later(handle) if fact.can_wait else handle

        return Queue(name, {fact: handler(fact) for fact in subscription.effects})

    def once(self, queue: str, effect: Effect) -> Handler:
        """A handler that runs ``effect`` once per event of ``queue``, in a transaction."""

        async def handle(event: Event[Any]) -> None:
            async def attempt(tx: Transaction) -> None:
                heard = {"_id": f"{queue}/{event.id}", "heard_at": clock.now()}
                await self._rows.insert_one(heard, session=tx.session)
                await effect(tx, event)

            try:
                await self._mongo.transact(attempt)
            except DuplicateKey:
                if not await self._rows.find_one({"_id": f"{queue}/{event.id}"}):
                    raise  # another unique key was hit: the effect has not happened

        return handle


def _later(handle: Handler) -> Handler:
    """At a moment of its own: others hear the same event, and messages would meet them all."""

    async def handle_later(event: Event[Any]) -> None:
        await asyncio.sleep(random.uniform(0, LONGEST_WAIT_SECONDS))  # noqa: S311 - jitter
        await handle(event)

    return handle_later


def _if(is_wanted: Callable[[Event[Any]], Awaitable[bool]], handle: Handler) -> Handler:
    async def handle_wanted(event: Event[Any]) -> None:
        if await is_wanted(event):
            await handle(event)

    return handle_wanted
