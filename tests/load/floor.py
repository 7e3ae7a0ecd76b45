"""The floor: what the parts alone cost on this machine, measured in the same run.

Nothing that keeps Parley's promises can be faster than one majority transaction of two writes,
one confirmed publish that is consumed, and one hop over a WebSocket.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

import aio_pika
import aiohttp
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared.contracts import events
from tests.load import figures
from tests.load.figures import Latency

ROUNDS = 300
PAUSE_SECONDS = 0.01
ECHO_SERVER = """
import asyncio, sys
from websockets.asyncio.server import serve
async def echo(socket):
    async for frame in socket:
        await socket.send(frame)
async def main():
    async with serve(echo, "127.0.0.1", 0, compression=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()
asyncio.run(main())
"""


async def measure(mongo_url: str, amqp_url: str, queue: str) -> dict[str, Latency]:
    """Each part alone, one operation at a time. ``queue``: a name that the user may declare."""
    return {
        "two-write majority transaction": await _transaction(mongo_url),
        "confirmed publish → consume": await _publish(amqp_url, queue),
        "WebSocket hop": await _hop(),
    }


async def _timed(operation: Callable[[], Awaitable[None]]) -> Latency:
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await operation()
        seconds.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE_SECONDS)
    return figures.latency(seconds)


async def _transaction(mongo_url: str) -> Latency:
    client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(mongo_url)
    things = client.get_default_database()["bench_floor"]
    await things.insert_one({"warm": True})

    async def write_two() -> None:
        async with await client.start_session() as session:
            session.start_transaction(
                read_concern=ReadConcern("snapshot"),
                write_concern=WriteConcern(w="majority", j=True),
            )
            await things.insert_one({"text": "x" * 200}, session=session)
            await things.insert_one({"text": "x" * 200}, session=session)
            await session.commit_transaction()

    try:
        return await _timed(write_two)
    finally:
        await things.drop()
        client.close()


async def _publish(amqp_url: str, queue_name: str) -> Latency:
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel(publisher_confirms=True)
        exchange = await channel.get_exchange(events.EXCHANGE, ensure=False)
        queue = await channel.declare_queue(queue_name, exclusive=True)
        await queue.bind(exchange, "bench.floor.*")
        arrived = asyncio.Event()

        async def receive(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            await message.ack()
            arrived.set()

        await queue.consume(receive)

        async def publish() -> None:
            arrived.clear()
            message = aio_pika.Message(b"x" * 600, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
            await exchange.publish(message, "bench.floor.w")
            await arrived.wait()

        return await _timed(publish)


async def _hop() -> Latency:
    """Half of an echo's round trip, to a server in a process of its own."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ECHO_SERVER, stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    port = int(await server.stdout.readline())
    try:
        async with (
            aiohttp.ClientSession() as http,
            http.ws_connect(f"http://127.0.0.1:{port}", compress=0) as socket,
        ):

            async def echo() -> None:
                await socket.send_str("x" * 600)
                await socket.receive_str()

            both_ways = await _timed(echo)
    finally:
        server.kill()
        await server.wait()
    halves = (round(value / 2, 2) for value in (both_ways.p50, both_ways.p95, both_ways.p99))
    return Latency(both_ways.count, *halves)
