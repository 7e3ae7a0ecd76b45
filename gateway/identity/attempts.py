"""How often a client may do what is worth guessing or flooding; counted per process.

Of sign-ins only failures count: those who know their password may sign in as often as they like.
"""

import math
import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter

from shared import refusals

FAILURES_PER_AGENT = 10
FAILURES_PER_ADDRESS = 100


class Attempts:
    """Counts within the last minute. An ``address`` is the client's network address."""

    def __init__(self, starts_per_minute: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._per_agent = RateLimitItemPerMinute(FAILURES_PER_AGENT)
        self._per_address = RateLimitItemPerMinute(FAILURES_PER_ADDRESS)
        self._starts = RateLimitItemPerMinute(starts_per_minute)

    async def may_sign_in(self, address: str, email: str) -> None:
        """Raises ``RateLimited`` when too many sign-ins failed lately."""
        for item, who in ((self._per_agent, (address, email)), (self._per_address, (address,))):
            if not await self._limiter.test(item, "sign-in", *who):
                await self._refuse(item, "sign-in", *who)

    async def sign_in_failed(self, address: str, email: str) -> None:
        """Count one failure."""
        await self._limiter.hit(self._per_agent, "sign-in", address, email)
        await self._limiter.hit(self._per_address, "sign-in", address)

    async def starts_conversation(self, address: str) -> None:
        """Count one new conversation. Raises ``RateLimited``."""
        if not await self._limiter.hit(self._starts, "start", address):
            await self._refuse(self._starts, "start", address)

    async def _refuse(self, item: RateLimitItemPerMinute, *who: str) -> None:
        window = await self._limiter.get_window_stats(item, *who)
        wait_seconds = max(1, math.ceil(window.reset_time - time.time()))
        raise refusals.RateLimited(retry_after=wait_seconds)
