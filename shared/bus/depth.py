"""How much lies in a durable queue and in those behind it."""

from aio_pika.abc import AbstractRobustChannel

from shared import metrics
from shared.bus import queues
from shared.bus.connection import Bus
from shared.bus.deadline import within
from shared.bus.queues import Queue
from shared.schedule import Every

ASK_SECONDS = 5.0


class Depth(Every):
    """Asks now and then. On a channel of its own: a question about a queue that somebody deleted
    closes the channel that it is asked on.
    """

    def __init__(self, bus: Bus, queue: Queue) -> None:
        super().__init__(f"{queue.name} depth", metrics.MEASURE_SECONDS, self._measure)
        self._bus = bus
        self._queue = queue
        self._channel: AbstractRobustChannel | None = None

    async def stop(self) -> None:
        await super().stop()
        if self._channel:
            await self._channel.close()

    async def _measure(self) -> None:
        """Raises ``ConnectionError`` or ``TimeoutError`` when the broker does not answer."""
        async with within(ASK_SECONDS):
            channel = self._channel = self._channel or await self._bus.consuming_channel(1)
            waiting = [self._queue.waiting(seconds) for seconds in queues.RETRY_SECONDS]
            kinds = {"ready": [self._queue.name], "waiting": waiting, "dead": [self._queue.dead]}
            for kind, names in kinds.items():
                count = sum([await _count(channel, name) for name in names])
                metrics.QUEUE.labels(self._queue.name, kind).set(count)


async def _count(channel: AbstractRobustChannel, name: str) -> int:
    queue = await channel.declare_queue(name, passive=True, robust=False)
    return queue.declaration_result.message_count or 0
