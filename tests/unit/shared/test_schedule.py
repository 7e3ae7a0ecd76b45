"""What is done again and again ends when it is told to."""

import asyncio

import pytest

from shared.schedule import Every


@pytest.mark.parametrize("turns", range(6))
async def test_it_stops_also_when_the_bell_rings_at_that_moment(turns: int) -> None:
    was_done = asyncio.Event()

    async def do() -> None:
        was_done.set()

    bell = asyncio.Event()
    every = Every("tests", 60.0, do, bell)
    await every.start()
    await was_done.wait()
    await asyncio.sleep(0)  # by now it waits for the bell
    bell.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await every.stop()
    with pytest.raises(RuntimeError):
        await every.ping()
