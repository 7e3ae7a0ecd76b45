"""What matters only now: said without a confirm, kept by nobody, healed by what is said next.

It has an exchange of its own, because everything on the event exchange is kept for replay.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aio_pika import DeliveryMode, ExchangeType, Message
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractIncomingMessage
from aio_pika.exceptions import AMQPException

from shared import telemetry
from shared.bus.connection import Bus
from shared.bus.deadline import within
from shared.contracts import events

SAY_SECONDS = 1.0
HANDLE_SECONDS = 10.0
KEPT_MILLISECONDS = 5_000
MAX_LENGTH = 1_000

_log = telemetry.logger(__name__)


class Ephemeral:
    """Says what may be lost. A part, to be started after its ``bus``."""

    name = "ephemeral"

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    async def start(self) -> None:
        self._channel = await self._bus.unconfirmed_channel()
        self._exchange = await _declare(self._channel)

    async def stop(self) -> None:
        await self._channel.close()

    async def ping(self) -> None:
        """Not being able to say what may be lost is no reason not to be ready."""

    async def say(self, routing_key: str, body: bytes) -> bool:
        """Whether it left; that it arrives is not promised either way."""
        message = Message(body, delivery_mode=DeliveryMode.NOT_PERSISTENT)
        try:
            async with within(SAY_SECONDS):
                await self._exchange.publish(message, routing_key, mandatory=False)
        except (AMQPException, TimeoutError, ConnectionError, RuntimeError) as error:
            _log.info("not said", routing_key=routing_key, error=type(error).__name__)
            return False
        return True


class Worker:
    """Feeds what is said under ``key`` to ``handle``, one at a time; the replicas of a service
    share the ``queue``. What cannot be handled, or waited too long, is dropped. A part.
    """

    def __init__(
        self, bus: Bus, queue: str, key: str, handle: Callable[[bytes], Awaitable[None]]
    ) -> None:
        self.name = queue
        self._bus = bus
        self._key = key
        self._handle = handle

    async def start(self) -> None:
        """Declare the queue and begin."""
        self._channel = await self._bus.consuming_channel(prefetch=1)
        await _declare(self._channel)
        queue = await self._channel.declare_queue(
            self.name,
            durable=True,
            arguments={
                "x-message-ttl": KEPT_MILLISECONDS,
                "x-max-length": MAX_LENGTH,
                "x-overflow": "drop-head",
            },
        )
        await queue.bind(events.EPHEMERAL, self._key)
        await queue.consume(self._receive)

    async def stop(self) -> None:
        await self._channel.close()

    async def ping(self) -> None:
        """Raises when nothing can be heard now."""
        await self._bus.ping()
        if self._channel.is_closed:
            raise ConnectionError(f"{self.name} is not consumed")

    async def _receive(self, message: AbstractIncomingMessage) -> None:
        try:
            async with asyncio.timeout(HANDLE_SECONDS):
                await self._handle(message.body)
        except Exception as error:  # whatever a handler raises, the next one heals it
            _log.warning("dropped", queue=self.name, error=repr(error))
        try:
            await message.ack()
        except (AMQPException, ConnectionError, RuntimeError) as error:
            _log.info("not acknowledged", queue=self.name, error=type(error).__name__)


async def _declare(channel: AbstractChannel) -> AbstractExchange:
    return await channel.declare_exchange(events.EPHEMERAL, ExchangeType.TOPIC, durable=True)
