"""Publishes with everything that the defaults leave out: confirm, persistence, mandatory
routing, a deadline.
"""

from collections.abc import Mapping

from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractExchange, HeadersType
from aio_pika.exceptions import AMQPException

from shared.bus.deadline import within

PUBLISH_SECONDS = 5.0


class PublishFailed(Exception):
    """The broker did not confirm. The message may have arrived all the same: say it again."""


async def confirm(
    exchange: AbstractExchange,
    routing_key: str,
    body: bytes,
    message_id: str,
    headers: Mapping[str, str | int] | None = None,
) -> None:
    """Publish ``body`` and return once the broker has it safely. Raises ``PublishFailed``."""
    copied: HeadersType = dict(headers or {})
    message = Message(
        body,
        content_type="application/cloudevents+json",
        delivery_mode=DeliveryMode.PERSISTENT,
        message_id=message_id,
        headers=copied,
    )
    try:
        # The library's own timeout does not cover waiting for a connection; this one does.
        async with within(PUBLISH_SECONDS):
            await exchange.publish(message, routing_key, mandatory=True)
    except (AMQPException, TimeoutError, ConnectionError, RuntimeError) as error:
        raise PublishFailed(type(error).__name__) from error


class Publisher:
    """Says events on the event exchange; usable once its ``Bus`` has started."""

    def __init__(self) -> None:
        self._exchange: AbstractExchange | None = None

    def use(self, exchange: AbstractExchange) -> None:
        """Say events on ``exchange`` from now on."""
        self._exchange = exchange

    async def publish(self, routing_key: str, body: bytes, event_id: str) -> None:
        """Say one event (CloudEvents JSON). Raises ``PublishFailed``."""
        if self._exchange is None:
            raise PublishFailed("the bus has not started")
        await confirm(self._exchange, routing_key, body, event_id)
