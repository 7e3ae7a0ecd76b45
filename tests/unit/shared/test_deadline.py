"""What the broker's library raises and cancels, told apart from our own end."""

import asyncio

import pytest
from aio_pika.exceptions import ChannelInvalidStateError

from shared.bus.deadline import within


async def test_what_takes_too_long_ends() -> None:
    with pytest.raises(TimeoutError):
        async with within(0.01):
            await asyncio.Event().wait()


async def test_a_channel_that_is_closed_counts_as_no_connection() -> None:
    with pytest.raises(ConnectionError):
        async with within(5):
            raise ChannelInvalidStateError


async def test_being_cancelled_by_the_library_counts_as_no_connection() -> None:
    with pytest.raises(ConnectionError):
        async with within(5):
            raise asyncio.CancelledError


async def test_being_cancelled_ourselves_stays_that() -> None:
    async def wait() -> None:
        async with within(5):
            await asyncio.Event().wait()

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
