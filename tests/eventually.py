"""Waiting for a condition instead of for a time."""

import asyncio
from collections.abc import Awaitable, Callable

DEADLINE_SECONDS = 15.0
FIRST_PAUSE_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 0.2
"""Whoever asks fifty times a second takes the machine from whom they wait for."""


async def eventually(
    condition: Callable[[], Awaitable[bool]], seconds: float = DEADLINE_SECONDS
) -> None:
    """Return once ``condition`` holds; raises ``TimeoutError`` when it never does."""
    pause = FIRST_PAUSE_SECONDS
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
