"""The log of events: the stream that keeps what was said lately, for replay."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import aio_pika
from aio_pika import ExchangeType
from aio_pika.abc import AbstractIncomingMessage

from shared.bus import publisher
from shared.bus.connection import Bus
from shared.contracts import events

CONNECT_SECONDS = 10.0
FIRST_SECONDS = 15.0
PREFETCH = 200


class LogWriter:
    """Writes to the log alone, so that nobody hears it live. A part, to be started after its
    ``bus``; it reaches the log through an exchange of the ``process``.
    """

    name = "log writer"

    def __init__(self, bus: Bus, process: str) -> None:
        self._bus = bus
        self._exchange_name = f"{process}.log"

    async def start(self) -> None:
        self._channel = await self._bus.publishing_channel()
        self._exchange = await self._channel.declare_exchange(
            self._exchange_name, ExchangeType.DIRECT, durable=True
        )
        log = await self._channel.get_queue(events.LOG, ensure=False)
        await log.bind(self._exchange, events.LOG)

    async def stop(self) -> None:
        await self._channel.close()

    async def ping(self) -> None:
        """The bus is asked by its own part."""

    async def append(self, body: bytes, event_id: str) -> None:
        """One event (CloudEvents JSON). Raises ``publisher.PublishFailed``."""
        await publisher.confirm(self._exchange, events.LOG, body, event_id)


async def replay(
    amqp_url: str, since: str | int | datetime = "first", *, idle_seconds: float = 2.0
) -> AsyncIterator[bytes]:
    """The body of each event (CloudEvents JSON) from an offset or a moment on, in the order of the
    log, until none came for ``idle_seconds``; the first is waited for longer.

    A moment is where the chunk begins that holds it: some events from before it come, too.
    """
    heard: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    async with await aio_pika.connect(amqp_url, timeout=CONNECT_SECONDS) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=PREFETCH)
        log = await channel.get_queue(events.LOG, ensure=False)
        await log.consume(heard.put, arguments={"x-stream-offset": since})
        patience = FIRST_SECONDS
        while True:
            try:
                message = await asyncio.wait_for(heard.get(), patience)
            except TimeoutError:
                return
            yield message.body
            await message.ack()
            patience = idle_seconds
