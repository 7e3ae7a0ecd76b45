"""Sends what is due for as long as the process lives: much at once, and little at once to any one
endpoint, so that one that is slow or dead holds up nothing but itself.
"""

import asyncio
from collections import Counter
from functools import partial

from services.webhooks.use_cases import sending
from services.webhooks.use_cases.webhooks import Webhooks
from shared import telemetry
from shared.schedule import Every

POLL_SECONDS = 0.5
AT_ONCE = 256
PER_ENDPOINT = 4
STOP_SECONDS = 5.0

_log = telemetry.logger(__name__)


class Couriers(Every):
    """Every replica has them; each takes what no other has. One that fails gets one at a time."""

    def __init__(self, webhooks: Webhooks) -> None:
        super().__init__("couriers", POLL_SECONDS, self._send_due, webhooks.bell)
        self._webhooks = webhooks
        self._under_way: Counter[str] = Counter()
        self._failing: set[str] = set()
        self._tasks: set[asyncio.Task[bool]] = set()

    async def stop(self) -> None:
        """Finish what is under way; the rest is left to its lease."""
        await super().stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _send_due(self) -> None:
        """One for each endpoint in turn, then another for each, while there is room."""
        waiting = await self._webhooks.repository.deliveries.due()
        while waiting:
            waiting = [each for each in waiting if self._has_room(each) and await self._next(each)]

    def _has_room(self, endpoint_id: str) -> bool:
        lanes = 1 if endpoint_id in self._failing else PER_ENDPOINT
        return len(self._tasks) < AT_ONCE and self._under_way[endpoint_id] < lanes

    async def _next(self, endpoint_id: str) -> bool:
        webhooks = self._webhooks
        taken = await webhooks.repository.deliveries.take(endpoint_id, webhooks.lease_seconds)
        if taken is None:
            return False
        self._under_way[endpoint_id] += 1
        task = asyncio.create_task(sending.deliver(webhooks, taken))
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, endpoint_id))
        return True

    def _ended(self, endpoint_id: str, task: asyncio.Task[bool]) -> None:
        self._tasks.discard(task)
        self._under_way -= Counter([endpoint_id])
        self._webhooks.bell.set()
        if task.cancelled():
            return
        if error := task.exception():  # its lease runs out, and then it is tried again
            _log.warning("webhook not attempted", endpoint=endpoint_id, error=repr(error))
        elif task.result():
            self._failing.discard(endpoint_id)
        else:
            self._failing.add(endpoint_id)
