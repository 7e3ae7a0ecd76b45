"""Waiting for the broker with an end, whatever the client library does meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aio_pika.exceptions import AMQPChannelError, ChannelInvalidStateError


@asynccontextmanager
async def within(seconds: float) -> AsyncIterator[None]:
    """Raises ``TimeoutError`` after ``seconds``, and ``ConnectionError`` where the library gave
    the connection or the channel up: it cancels whoever waits on one, which must not look like our
    own end.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        raise ConnectionError("the broker's connection was given up") from None
    except (AMQPChannelError, ChannelInvalidStateError) as error:
        raise ConnectionError("the channel to the broker is closed") from error
