"""Prints what happened in the last hour, from the log, and then ends.

    AMQP_URL=amqp://billing:…@127.0.0.1:5672/ python examples/replay_last_hour.py

``x-stream-offset`` may also be "first", "last", "next", or the number of a message: the header of
that name, kept from an earlier run, goes on where that run ended.
"""

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta

import aio_pika

IDLE_SECONDS = 5


async def main() -> None:
    since = datetime.now(UTC) - timedelta(hours=1)
    heard: asyncio.Queue[aio_pika.abc.AbstractIncomingMessage] = asyncio.Queue()
    async with await aio_pika.connect(os.environ["AMQP_URL"]) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=100)  # a stream wants one
        log = await channel.get_queue("parley.events.log", ensure=False)
        await log.consume(heard.put, arguments={"x-stream-offset": since})
        while True:
            try:
                message = await asyncio.wait_for(heard.get(), IDLE_SECONDS)
            except TimeoutError:
                return  # nothing for a while: that was all
            event = json.loads(message.body)
            if datetime.fromisoformat(event["time"]) >= since:  # the log begins a little earlier
                offset = message.headers["x-stream-offset"]
                print(offset, event["time"], event["type"], event["subject"], flush=True)
            await message.ack()  # makes room for more


asyncio.run(main())
