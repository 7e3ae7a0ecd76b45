"""What is declared at the broker, and how a durable queue retries and gives up.

A queue ``tickets.conversions.v1`` of the service ``tickets`` has, beside itself, one waiting
queue per delay and a dead-letter queue, all reached through the service's own exchange
``tickets.retry`` so that a service never needs the right to write to another's queue. Arguments of
a declared queue cannot change: a change takes a new version in the name.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractQueue

from shared.contracts import events
from shared.contracts.events import Event, Fact

Handler = Callable[[Event[Any]], Awaitable[None]]

RETRY_SECONDS = (5, 30, 300, 1800)
DELIVERY_LIMIT = 50
"""Deliveries without an outcome before the broker itself gives up. High, because every lost
connection counts as one; our own retries are counted in a header."""

MAX_LENGTH = 1_000_000
LOG_MAX_AGE = "7D"
LOG_MAX_BYTES = 2_000_000_000
LOG_SEGMENT_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Queue:
    """A durable queue, named ``<service>.<purpose>.v<n>``, and what it does with each fact."""

    name: str
    handlers: Mapping[type[Fact], Handler]

    @property
    def exchange(self) -> str:
        """The service's own exchange, which reaches the queues below."""
        return f"{self.name.split('.')[0]}.retry"

    @property
    def dead(self) -> str:
        """Where deliveries end that nothing more is tried with."""
        return f"{self.name}.dead"

    def waiting(self, seconds: int) -> str:
        """Where a delivery waits ``seconds`` for its next attempt."""
        return f"{self.name}.retry.{seconds}s"


async def declare_events(channel: AbstractChannel) -> AbstractExchange:
    """The event exchange, and the stream behind it that keeps everything for replay."""
    exchange = await channel.declare_exchange(events.EXCHANGE, ExchangeType.TOPIC, durable=True)
    log = await channel.declare_queue(
        events.LOG,
        durable=True,
        arguments={
            "x-queue-type": "stream",
            "x-max-age": LOG_MAX_AGE,
            "x-max-length-bytes": LOG_MAX_BYTES,
            "x-stream-max-segment-size-bytes": LOG_SEGMENT_BYTES,
        },
    )
    await log.bind(exchange, "#")
    return exchange


async def declare(channel: AbstractChannel, queue: Queue) -> tuple[AbstractQueue, AbstractExchange]:
    """``queue`` with its waiting and dead-letter queues; the second value reaches those."""
    exchange = await channel.declare_exchange(queue.exchange, ExchangeType.DIRECT, durable=True)
    main = await _quorum(
        channel,
        exchange,
        queue.name,
        {
            **_dead_letters_to(queue.exchange, queue.dead),
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-max-length": MAX_LENGTH,
        },
    )
    for seconds in RETRY_SECONDS:
        await _quorum(
            channel,
            exchange,
            queue.waiting(seconds),
            {
                **_dead_letters_to(queue.exchange, queue.name),
                "x-message-ttl": seconds * 1000,
                "x-max-length": MAX_LENGTH,
            },
        )
    await _quorum(channel, exchange, queue.dead, {})
    for fact in queue.handlers:
        await main.bind(events.EXCHANGE, events.binding_key(fact.event_type))
    return main, exchange


def _dead_letters_to(exchange: str, routing_key: str) -> dict[str, str]:
    """At least once: without ``reject-publish`` the broker silently makes it at most once."""
    return {
        "x-dead-letter-exchange": exchange,
        "x-dead-letter-routing-key": routing_key,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


async def _quorum(
    channel: AbstractChannel, exchange: AbstractExchange, name: str, arguments: dict[str, Any]
) -> AbstractQueue:
    queue = await channel.declare_queue(
        name, durable=True, arguments={"x-queue-type": "quorum", **arguments}
    )
    await queue.bind(exchange, name)
    return queue
