"""Hears events that only matter now, through a queue that ends with the process.

It may miss events (that is what a transient queue does), so whoever listens is told about every
gap and then reads from the owner of the data.
"""

from collections.abc import Callable
from typing import Any

from aio_pika.abc import AbstractIncomingMessage, AbstractRobustChannel, AbstractRobustQueue

from shared import telemetry
from shared.bus.connection import Bus
from shared.bus.deadline import within
from shared.contracts import events

PREFETCH = 500
BIND_SECONDS = 5.0

_log = telemetry.logger(__name__)


class Listener:
    """Calls ``on_event`` with the body (CloudEvents JSON) of each event that a bound key matches,
    in the order of arrival, and ``on_gap`` whenever events may have been missed.
    """

    name = "listener"

    def __init__(
        self,
        bus: Bus,
        queue: str,
        on_event: Callable[[bytes], None],
        on_gap: Callable[[], None],
    ) -> None:
        self._bus = bus
        self._queue_name = queue
        self._on_event = on_event
        self._on_gap = on_gap

    async def start(self) -> None:
        """Declare the queue and begin; nothing is bound yet."""
        self._channel: AbstractRobustChannel = await self._bus.consuming_channel(PREFETCH)
        self._queue: AbstractRobustQueue = await self._channel.declare_queue(
            self._queue_name, exclusive=True, auto_delete=True
        )
        await self._queue.consume(self._receive)
        self._channel.reopen_callbacks.add(self._reopened)

    async def stop(self) -> None:
        await self._channel.close()

    async def ping(self) -> None:
        """Raises when nothing can be heard now."""
        if self._channel.is_closed:
            raise ConnectionError("not listening")

    async def bind(self, key: str, exchange: str = events.EXCHANGE) -> None:
        """Hear what matches ``key``; returns once the broker has confirmed it.

        Raises ``ConnectionError`` or ``TimeoutError`` when it does not.
        """
        async with within(BIND_SECONDS):
            await self._queue.bind(exchange, key)

    async def unbind(self, key: str, exchange: str = events.EXCHANGE) -> None:
        """Hear what matches ``key`` no longer."""
        async with within(BIND_SECONDS):
            await self._queue.unbind(exchange, key)

    async def _receive(self, message: AbstractIncomingMessage) -> None:
        try:
            self._on_event(message.body)
        except Exception:  # one event that cannot be passed on must not end the listening
            _log.exception("event not passed on", event_id=message.message_id)
        await message.ack()

    def _reopened(self, *_: Any) -> None:
        self._on_gap()
