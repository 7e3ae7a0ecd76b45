"""What ended in a dead-letter queue: looked at, sent back to where it came from, or dropped.

One look at a dead-letter queue takes every letter of it unacknowledged; what was not settled goes
back in its place when the look ends, however it ends. So whatever fails here, nothing is lost: at
worst a letter was sent back and is here still, and consumers tell repeats by the event's id.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage, AbstractQueue
from aio_pika.exceptions import ChannelNotFoundEntity

from shared.bus import publisher
from shared.bus.consumer import ATTEMPT, REASON
from shared.bus.deadline import within
from shared.bus.queues import Queue

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 5.0
NAMELESS = "nameless"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """``id`` is the event's, with a number behind it where several have the same; ``attempts``
    counts the tries that failed; ``reason`` names the last error, or why the broker gave it up.
    """

    id: str
    attempts: int
    reason: str
    body: bytes


class DeadLetters:
    """The letters in the dead-letter queue of one durable queue, the oldest first, as they were
    when the look began.
    """

    def __init__(self, channel: AbstractChannel, queue: Queue) -> None:
        self._channel = channel
        self._queue = queue
        self._taken: dict[str, AbstractIncomingMessage] = {}

    async def take(self) -> None:
        """Take every letter. Raises ``LookupError`` where there is no such queue."""
        try:
            dead, count = await _ask(self._channel, self._queue)
        except ChannelNotFoundEntity:
            raise LookupError(f"there is no queue {self._queue.dead}") from None
        for _ in range(count):
            message = await dead.get(fail=False, timeout=ANSWER_SECONDS)
            if message is None:
                break
            self._taken[_unlike(message.message_id or NAMELESS, self._taken)] = message

    def all(self) -> list[DeadLetter]:
        """What is there, but for what was settled."""
        return [_letter(name, message) for name, message in self._taken.items()]

    async def redrive(self, letter_id: str) -> None:
        """Back to the queue that it came from, as if it had never been tried. Raises
        ``publisher.PublishFailed``; then it is still here.
        """
        message = self._taken[letter_id]
        exchange = await self._channel.get_exchange(self._queue.exchange, ensure=False)
        name = message.message_id or ""
        await publisher.confirm(exchange, self._queue.name, message.body, name)
        await self.drop(letter_id)

    async def drop(self, letter_id: str) -> None:
        """Forget it for good."""
        async with within(ANSWER_SECONDS):
            await self._taken[letter_id].ack()
        del self._taken[letter_id]


@asynccontextmanager
async def dead_letters(amqp_url: str, queue: str) -> AsyncIterator[DeadLetters]:
    """The dead letters of ``queue`` (``tickets.conversions.v1``), for as long as the block lasts.

    Raises ``LookupError`` where there is no such queue.
    """
    async with _channel(amqp_url) as channel:
        letters = DeadLetters(channel, Queue(queue, {}))
        await letters.take()
        yield letters


async def count(amqp_url: str, queues: Sequence[str]) -> dict[str, int]:
    """How many dead letters each of ``queues`` has now."""
    async with _channel(amqp_url) as channel:
        return {name: (await _ask(channel, Queue(name, {})))[1] for name in queues}


@asynccontextmanager
async def _channel(amqp_url: str) -> AsyncIterator[AbstractChannel]:
    async with await aio_pika.connect(amqp_url, timeout=CONNECT_SECONDS) as connection:
        yield await connection.channel(publisher_confirms=True, on_return_raises=True)


async def _ask(channel: AbstractChannel, queue: Queue) -> tuple[AbstractQueue, int]:
    """The dead-letter queue of ``queue``, and how many letters wait in it."""
    async with asyncio.timeout(ANSWER_SECONDS):
        dead = await channel.declare_queue(queue.dead, passive=True)
    return dead, dead.declaration_result.message_count or 0


def _letter(name: str, message: AbstractIncomingMessage) -> DeadLetter:
    attempts = message.headers.get(ATTEMPT, 0)
    reason = message.headers.get(REASON)
    return DeadLetter(
        id=name,
        attempts=attempts if isinstance(attempts, int) else 0,
        reason=str(reason) if reason else "given up by the broker: too many deliveries",
        body=message.body,
    )


def _unlike(name: str, names: dict[str, AbstractIncomingMessage]) -> str:
    """``name``, told apart from those already taken: an event may die twice."""
    number, unlike = 1, name
    while unlike in names:
        number += 1
        unlike = f"{name}#{number}"
    return unlike
