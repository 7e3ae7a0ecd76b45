"""Waiting for a condition instead of for a time."""

import asyncio
from collections.abc import Awaitable, Callable

DEADLINE_SECONDS = 15.0


async def eventually(
    condition: Callable[[], Awaitable[bool]], seconds: float = DEADLINE_SECONDS
) -> None:
    """Return once ``condition`` holds; raises ``TimeoutError`` when it never does."""
    async with asyncio.timeout(seconds):
        while not await condition():
            await asyncio.sleep(0.02)
