"""Prints every conversation that is closed from now on.

    AMQP_URL=amqp://billing:…@127.0.0.1:5672/ python examples/print_closed.py

The queue is durable and named, so what happens while this does not run is printed afterwards.
"""

import asyncio
import json
import os

import aio_pika
from yarl import URL


async def main() -> None:
    url = os.environ["AMQP_URL"]
    async with await aio_pika.connect_robust(url) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=20)
        queue = await channel.declare_queue(
            f"{URL(url).user}.closed",  # what is yours begins with your name
            durable=True,
            arguments={"x-queue-type": "quorum"},
        )
        await queue.bind("parley.events", "conversation.closed.*")
        async with queue.iterator() as messages:
            async for message in messages:
                async with message.process(requeue=True):  # acknowledged once it is printed
                    event = json.loads(message.body)
                    by = event["data"]["closed_by"]
                    print(event["subject"], "was closed by", by["name"], flush=True)


asyncio.run(main())
