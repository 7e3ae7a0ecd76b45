"""What waits too long for one thing is ended, and nothing else is."""

import asyncio

import pytest

from gateway.live.patience import patience

SHORT = 0.05


@pytest.mark.parametrize("waits_before", [0, 1], ids=["the first", "a later one"])
async def test_what_takes_too_long_is_ended(waits_before: int) -> None:
    async def wait_for_ever() -> None:
        async with patience(SHORT) as waiting:
            for _ in range(waits_before):
                waiting.begin()
                waiting.end()
            waiting.begin()
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await wait_for_ever()


async def test_many_that_are_short_each_may_be_long_together() -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with patience(SHORT) as waiting:
        while loop.time() - began < SHORT * 3:
            waiting.begin()
            await asyncio.sleep(0)


async def test_where_nothing_is_waited_for_there_is_time_without_end() -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with patience(SHORT) as waiting:
        waiting.begin()
        waiting.end()
        while loop.time() - began < SHORT * 3:
            await asyncio.sleep(0)
