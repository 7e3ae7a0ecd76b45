"""What is done again and again ends when it is told to."""

import asyncio

import pytest

from shared.schedule import Every


@pytest.mark.parametrize("turns", range(6))
async def test_it_stops_also_when_the_bell_rings_at_that_moment(turns: int) -> None:
    async def nothing() -> None: ...

    bell = asyncio.Event()
    every = Every("tests", 60.0, nothing, bell)
    await every.start()
    await asyncio.sleep(0.01)
    bell.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await every.stop()
    with pytest.raises(RuntimeError):
        await every.ping()
