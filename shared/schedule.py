"""What a process does for as long as it lives, and what it does by the clock."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress

from shared import telemetry

_log = telemetry.logger(__name__)


class Loop(ABC):
    """Runs beside everything else, from start to stop. A part."""

    name: str

    @abstractmethod
    async def run(self) -> None:
        """Until it is cancelled."""

    async def start(self) -> None:
        self._task = asyncio.create_task(self.run(), name=self.name)

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def ping(self) -> None:
        """Raises when it has ended."""
        if self._task.done():
            raise RuntimeError(f"{self.name} has ended")


class Every(Loop):
    """Does something again and again, with a pause after each time, which ``bell`` cuts short.

    Every replica does it, so what is done must bear being done by several at once.
    """

    def __init__(
        self,
        name: str,
        seconds: float,
        do: Callable[[], Awaitable[None]],
        bell: asyncio.Event | None = None,
    ) -> None:
        self.name = name
        self._seconds = seconds
        self._do = do
        self._bell = bell or asyncio.Event()

    async def run(self) -> None:
        while True:
            self._bell.clear()
            try:
                await self._do()
            except Exception as error:  # whatever fails now is done the next time
                _log.warning("not done", what=self.name, error=repr(error))
            with suppress(TimeoutError):
                # asyncio.wait_for loses a stop that comes together with the bell.
                async with asyncio.timeout(self._seconds):
                    await self._bell.wait()
