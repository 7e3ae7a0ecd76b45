"""Ends what waits for one thing too long, again and again, without a timer for each of them.

A frame leaves at once almost always. Setting a timer for it and taking that back would cost as much
as the frame does, so one that is set stays, looks when it rings, and is set anew for what is left.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Patience:
    """``begin`` before each wait, ``end`` once nothing is waited for."""

    __slots__ = ("_began", "_ending", "_loop", "_seconds", "_timer")

    def __init__(self, seconds: float, ending: asyncio.Timeout) -> None:
        self._seconds = seconds
        self._ending = ending
        self._loop = asyncio.get_running_loop()
        self._began: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """From now on it may take as long as it may."""
        self._began = self._loop.time()
        if self._timer is None:
            self._timer = self._loop.call_at(self._began + self._seconds, self._look)

    def end(self) -> None:
        """It may take for ever until the next ``begin``."""
        self._began = None

    def stop(self) -> None:
        """Nobody looks any more."""
        if self._timer:
            self._timer.cancel()

    def _look(self) -> None:
        self._timer = None
        if self._began is None:
            return
        until = self._began + self._seconds
        if self._loop.time() >= until:
            self._ending.reschedule(until)
        else:
            self._timer = self._loop.call_at(until, self._look)


@asynccontextmanager
async def patience(seconds: float) -> AsyncIterator[Patience]:
    """Raises ``TimeoutError`` when something that was begun inside takes longer than that."""
    async with asyncio.timeout(None) as ending:
        waiting = Patience(seconds, ending)
        try:
            yield waiting
        finally:
            waiting.stop()
