"""A connection that broke is whole again, whatever was under way on it."""

import asyncio

import pytest
from aio_pika import RobustChannel

from shared.bus import connection
from shared.bus.connection import Bus
from tests.eventually import eventually


async def test_a_channel_that_is_never_restored_holds_its_connection_up_for_a_moment_only(
    amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "RESTORE_SECONDS", 0.2)
    reopen, has_hung = RobustChannel.reopen, asyncio.Event()

    async def hang_once(channel: RobustChannel) -> None:
        if not has_hung.is_set():
            has_hung.set()
            await asyncio.Event().wait()
        await reopen(channel)

    bus = Bus(amqp_url, "test")
    await bus.start()
    channel = await bus.consuming_channel(1)
    monkeypatch.setattr(RobustChannel, "reopen", hang_once)
    transport = bus._consuming.transport
    assert transport
    await transport.connection.close(ConnectionError())

    async def is_whole() -> bool:
        return has_hung.is_set() and bus._consuming.connected.is_set()

    await eventually(is_whole)
    await channel.declare_queue("", exclusive=True)
    await bus.stop()
