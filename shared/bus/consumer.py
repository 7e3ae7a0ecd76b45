"""Handles one durable queue: at least once, with bounded retries, and nothing dropped silently."""

import asyncio
import time
from typing import Any

import orjson
from aio_pika.abc import AbstractExchange, AbstractIncomingMessage, AbstractQueue
from aio_pika.exceptions import AMQPException

from shared import metrics, telemetry, tracing
from shared.bus import publisher, queues
from shared.bus.connection import Bus
from shared.bus.depth import Depth
from shared.bus.queues import Queue
from shared.contracts.events import Event, Fact

PREFETCH = 16
HANDLE_SECONDS = 30.0
STOP_SECONDS = 10.0
ATTEMPT = "x-parley-attempt"
REASON = "x-parley-reason"

_log = telemetry.logger(__name__)


class Unprocessable(Exception):
    """Raised by a handler for an event that no retry will mend; it becomes a dead letter."""


class Consumer:
    """Feeds the deliveries of ``queue`` to its handlers.

    Each delivery ends in exactly one way: acknowledged after its handler returned, or after its
    copy was confirmed in a waiting queue (any error) or in the dead-letter queue (contract
    broken, ``Unprocessable``, or retries spent). If we die before, the broker delivers it again.
    """

    def __init__(self, bus: Bus, queue: Queue) -> None:
        self.name = queue.name
        self._bus = bus
        self._queue = queue
        # Kept, because making the type of an event anew costs many times what reading one does.
        self._by_type = {fact.event_type: _event_of(fact) for fact in queue.handlers}
        self._running: set[asyncio.Task[Any]] = set()
        self._depth = Depth(bus, queue)

    async def start(self) -> None:
        """Declare the queue and begin."""
        self._channel = await self._bus.consuming_channel(PREFETCH)
        publishing = await self._bus.publishing_channel()
        self._main, _ = await queues.declare(self._channel, self._queue)
        self._aside: AbstractExchange = await publishing.get_exchange(
            self._queue.exchange, ensure=False
        )
        self._tag = await self._main.consume(self._receive)
        await self._depth.start()

    async def stop(self) -> None:
        """Take nothing new, let what runs finish, and leave the rest to be delivered again."""
        await self._depth.stop()
        main: AbstractQueue = self._main
        await main.cancel(self._tag)
        if self._running:
            _, abandoned = await asyncio.wait(self._running, timeout=STOP_SECONDS)
            if abandoned:
                _log.warning("deliveries abandoned", queue=self.name, count=len(abandoned))
        await self._channel.close()

    async def ping(self) -> None:
        """Raises when the consumer is not attached to its queue."""
        if self._channel.is_closed:
            raise ConnectionError(f"{self.name} is not consumed")

    async def _receive(self, message: AbstractIncomingMessage) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - narrows
        self._running.add(task)
        began, outcome = time.perf_counter(), "left"
        try:
            outcome = await self._settle(message)
        except (publisher.PublishFailed, AMQPException, ConnectionError, RuntimeError) as error:
            # Neither acknowledged nor set aside: it stays the broker's, which delivers it again.
            _log.info("delivery left to the broker", queue=self.name, error=type(error).__name__)
        finally:
            self._running.discard(task)
            seconds = time.perf_counter() - began
            metrics.DELIVERIES.labels(self.name, outcome).observe(seconds)

    async def _settle(self, message: AbstractIncomingMessage) -> str:
        """Handle one delivery, or set it aside, then acknowledge it. Returns which it was."""
        try:
            event = self._parse(message.body)
        except Exception as error:  # whatever keeps it from being read would do so again
            outcome = await self._give_up(message, _attempt(message), error)
        else:
            outcome = await self._handle(message, event)
        await message.ack()
        return outcome

    async def _handle(self, message: AbstractIncomingMessage, event: Event[Any]) -> str:
        trace, name = telemetry.follow(event.traceparent), f"handle {self.name}"
        try:
            with tracing.span_after(trace, name, "consumer", event_id=event.id):
                async with asyncio.timeout(HANDLE_SECONDS):
                    await self._queue.handlers[type(event.data)](event)
        except Unprocessable as error:
            return await self._give_up(message, _attempt(message), error)
        except Exception as error:  # whatever a handler raises is tried again, a bounded number
            return await self._retry(message, error)
        return "handled"

    def _parse(self, body: bytes) -> Event[Any]:
        """The event with its data as the contract's type. ``KeyError``: a type unknown here."""
        return self._by_type[orjson.loads(body)["type"]].model_validate_json(body)

    async def _retry(self, message: AbstractIncomingMessage, error: Exception) -> str:
        attempt = _attempt(message) + 1
        if attempt > len(queues.RETRY_SECONDS):
            return await self._give_up(message, attempt, error)
        where = self._queue.waiting(queues.RETRY_SECONDS[attempt - 1])
        await self._set_aside(message, where, attempt, error)
        return "retried"

    async def _give_up(
        self, message: AbstractIncomingMessage, attempt: int, error: Exception
    ) -> str:
        await self._set_aside(message, self._queue.dead, attempt, error)
        return "dead"

    async def _set_aside(
        self, message: AbstractIncomingMessage, queue: str, attempt: int, error: Exception
    ) -> None:
        """Copy the delivery to ``queue``; returns once the broker has it."""
        _log.warning(
            "delivery set aside",
            queue=queue,
            attempt=attempt,
            event_id=message.message_id,
            error=type(error).__name__,
        )
        headers: dict[str, str | int] = {ATTEMPT: attempt, REASON: type(error).__name__}
        await publisher.confirm(self._aside, queue, message.body, message.message_id or "", headers)


def _event_of(fact: type[Fact]) -> type[Event[Any]]:
    """The type of the events that carry ``fact``."""
    return Event[fact]  # type: ignore[valid-type]  # chosen at run time


def _attempt(message: AbstractIncomingMessage) -> int:
    """How often this delivery failed before."""
    attempt = message.headers.get(ATTEMPT, 0)
    return attempt if isinstance(attempt, int) else 0
