"""A process's two connections to the broker: one to publish, one to consume.

They are apart because a broker that is short of memory blocks publishing connections, and
acknowledgements must still get through.
"""

import asyncio
from typing import Any

import aio_pika
from aio_pika import RobustChannel, RobustConnection
from aio_pika.abc import AbstractRobustChannel, AbstractRobustConnection
from yarl import URL

from shared.bus import queues
from shared.bus.publisher import Publisher

HEARTBEAT_SECONDS = 10
RECONNECT_SECONDS = 1
START_SECONDS = 60.0
RESTORE_SECONDS = 20.0
"""Longer than a broker that answers takes to have a channel as it was."""


class Bus:
    """Connects as ``name`` (seen in the broker's lists) and connects again whenever cut off."""

    name = "bus"

    def __init__(self, amqp_url: str, name: str) -> None:
        self._url = URL(amqp_url).update_query(
            heartbeat=HEARTBEAT_SECONDS,
            reconnect_interval=RECONNECT_SECONDS,
            # A broker that starts later than we do is waited for.
            fail_fast=0,
        )
        self._name = name
        self.publisher = Publisher()

    async def start(self) -> None:
        """Connect and declare the exchange and its log; at most ``START_SECONDS``."""
        async with asyncio.timeout(START_SECONDS):
            self._publishing = await self._connect("publish")
            self._consuming = await self._connect("consume")
            channel = await self._publishing.channel(publisher_confirms=True, on_return_raises=True)
            self.publisher.use(await queues.declare_events(channel))

    async def stop(self) -> None:
        await self._consuming.close()
        await self._publishing.close()

    async def ping(self) -> None:
        """Raises when one of the connections is down."""
        if not (self._publishing.connected.is_set() and self._consuming.connected.is_set()):
            raise ConnectionError("not connected to the broker")

    async def consuming_channel(self, prefetch: int) -> AbstractRobustChannel:
        """A channel of its own for one consumer, with at most ``prefetch`` unacknowledged."""
        channel = await self._consuming.channel()
        assert isinstance(channel, AbstractRobustChannel)  # noqa: S101 - narrows
        await channel.set_qos(prefetch_count=prefetch)
        return channel

    async def publishing_channel(self) -> AbstractRobustChannel:
        """A channel with confirms, on which an unroutable message is an error."""
        channel = await self._publishing.channel(publisher_confirms=True, on_return_raises=True)
        assert isinstance(channel, AbstractRobustChannel)  # noqa: S101 - narrows
        return channel

    async def unconfirmed_channel(self) -> AbstractRobustChannel:
        """A channel to say what may be lost: whoever uses it never waits for an answer."""
        channel = await self._publishing.channel(publisher_confirms=False)
        assert isinstance(channel, AbstractRobustChannel)  # noqa: S101 - narrows
        return channel

    async def _connect(self, purpose: str) -> AbstractRobustConnection:
        return await aio_pika.connect_robust(
            self._url,
            client_properties={"connection_name": f"{self._name} ({purpose})"},
            connection_class=Connection,
        )


class Channel(RobustChannel):
    """Is restored in time or with all others of its connection: a connection that broke while this
    was being restored was waited for without end, and the next one waited for that.
    """

    async def restore(self, channel: Any = None) -> None:
        """Raises ``TimeoutError`` when it was not in time; then everything begins anew."""
        try:
            async with asyncio.timeout(RESTORE_SECONDS):
                await super().restore(channel)
        except TimeoutError as error:
            if transport := self._connection.transport:
                await transport.connection.close(error)
            raise


class Connection(RobustConnection):
    """One whose channels never hold it up."""

    CHANNEL_CLASS = Channel
