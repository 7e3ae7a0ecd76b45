"""Sends what is due over one channel for as long as the process lives, several pieces at a time.

One looks for all of them: while nothing is due, many would cost as much as they are.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from services.notifier.domain.deliveries import Dispatch
from services.notifier.domain.people import Channel
from shared import telemetry
from shared.schedule import Loop

POLL_SECONDS = 0.5
AT_ONCE = 4
"""Per channel, so that a mail server that hangs holds up no push."""

STOP_SECONDS = 10.0
"""How long what is being sent may take in the end."""

_log = telemetry.logger(__name__)


class Couriers(Loop):
    """Every replica has them, so what ``take`` gives must be given to nobody else meanwhile."""

    def __init__(
        self,
        channel: Channel,
        take: Callable[[], Awaitable[Dispatch | None]],
        send: Callable[[Dispatch], Awaitable[None]],
    ) -> None:
        self.name = f"couriers of {channel}"
        self._take = take
        self._send = send
        self._stopping = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        while not self._stopping.is_set():
            if len(self._under_way) == AT_ONCE:
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            elif dispatch := await self._next():
                self._send_off(dispatch)
            else:
                await self._pause()

    async def stop(self) -> None:
        """Take nothing new, and let what is being sent arrive: cut off after the other side's yes
        it would be sent a second time. What takes too long is left to its lease.
        """
        self._stopping.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.gather(self._task, return_exceptions=True)
                await asyncio.gather(*self._under_way)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _next(self) -> Dispatch | None:
        try:
            return await self._take()
        except Exception as error:  # whatever fails now is done after a pause
            _log.warning("not done", what=self.name, error=repr(error))
            return None

    def _send_off(self, dispatch: Dispatch) -> None:
        task = asyncio.create_task(self._deliver(dispatch), name=f"courier of {dispatch.id}")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver(self, dispatch: Dispatch) -> None:
        try:
            await self._send(dispatch)
        except Exception as error:  # its lease runs out, and then it is tried again
            _log.warning("not delivered", dispatch=dispatch.id, error=repr(error))

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), POLL_SECONDS)
