"""What nobody has handled yet: deliveries in the durable queues, and in those where they wait for
another attempt.
"""

import asyncio

import aio_pika

from deploy.setup import topology
from shared.bus.queues import RETRY_SECONDS, Queue
from tests.resilience.soak.ground import PROCESSES, Ground

ANSWER_SECONDS = 10.0


async def queued(ground: Ground) -> dict[str, int]:
    """How many, by queue; only those that have any. Raises ``AMQPException`` or ``OSError``."""
    counts = [await _of(ground, process) for process in PROCESSES]
    return {queue: count for each in counts for queue, count in each.items() if count}


async def _of(ground: Ground, process: str) -> dict[str, int]:
    async with (
        asyncio.timeout(ANSWER_SECONDS),
        await aio_pika.connect(ground.broker_url(process)) as connection,
        connection.channel() as channel,
    ):
        return {name: await _count(channel, name) for name in _names(process)}


async def _count(channel: aio_pika.abc.AbstractChannel, name: str) -> int:
    queue = await channel.declare_queue(name, passive=True)
    return queue.declaration_result.message_count or 0


def _names(process: str) -> list[str]:
    queues = [Queue(heard.queue, {}) for heard in topology.subscriptions(process)]
    waiting = [queue.waiting(seconds) for queue in queues for seconds in RETRY_SECONDS]
    return [*(queue.name for queue in queues), *waiting]
