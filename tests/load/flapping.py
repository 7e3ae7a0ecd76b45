"""Many agents who go from conversation to conversation, and what that does to messages.

Every message goes to every agent, which costs more with more of them whatever they do. What
presence adds is the difference between the same agents who stay where they are and who move; both
are printed, and what it is with one agent alone.

The agents are sockets of a process of their own, so that hearing of each other does not slow down
whoever measures; on the machine itself they weigh all the same.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import aiohttp
from motor.motor_asyncio import AsyncIOMotorClient

from deploy.local import screen
from deploy.local.system import System
from gateway.identity import use_cases
from gateway.identity.attempts import Attempts
from gateway.identity.domain import Agent
from shared import clock
from shared.bus.publisher import Publisher
from shared.contracts.presence import REPEAT_SECONDS
from shared.mongo import Mongo, Transaction
from shared.outbox import Outbox
from tests.load import figures
from tests.load.chatting import Chat, Outcome

AGENTS = 200
CONVERSATIONS = 200
AT_ONCE = 20
RATE = 20
SECONDS = 30
COLLECTIONS = ("places", "gateways", "outbox")


@dataclass(frozen=True, slots=True)
class Flapping:
    """Message delivery with one agent (``alone``), with all of them who stay where they are
    (``still``) and who move, and what presence wrote a second meanwhile, by collection.
    """

    alone: Outcome
    still: Outcome
    flapping: Outcome
    writes_per_second: dict[str, float]

    @property
    def ratio(self) -> float:
        """Delivery p99 while they move, over while they stay."""
        return round(self.flapping.delivery.p99 / self.still.delivery.p99, 2)


async def measure(running: System, chat: Chat, workspace_id: str) -> Flapping:
    """The runs, one after the other, printed."""
    tokens = await hire(running, workspace_id)
    alone = await chat.run(RATE, SECONDS)
    async with agents(running.base_url, tokens) as move:
        still = await chat.run(RATE, SECONDS)
        await move()
        before, began = await writes(running), time.perf_counter()
        flapping = await chat.run(RATE, SECONDS)
        after, seconds = await writes(running), time.perf_counter() - began
    rates = {name: round((after[name] - before[name]) / seconds, 1) for name in after}
    found = Flapping(alone, still, flapping, rates)
    _report(found)
    return found


def _report(found: Flapping) -> None:
    screen.say(f"\n{AGENTS} agents flap between {CONVERSATIONS} conversations, {RATE} messages/s")
    rows = {
        "send → seen, one agent": found.alone.delivery,
        "send → seen, all of them, still": found.still.delivery,
        "send → seen, all of them, flapping": found.flapping.delivery,
    }
    screen.say(figures.table("presence (ms)", rows))
    screen.say(f"\nflapping / still, p99: {found.ratio:.2f}")
    screen.say(f"presence writes per second: {found.writes_per_second}")


async def hire(running: System, workspace_id: str) -> list[str]:
    """An API token of each of so many new agents, who have no password to sign in with."""
    mongo = Mongo(running.mongo_url("gateway"))
    await mongo.start()
    identity = use_cases.identity_on(mongo, Outbox(mongo, Publisher()), Attempts(1))
    await identity.repository.start()
    tokens = []
    for number in range(AGENTS):
        id_ = clock.new_id()
        agent = Agent(id_, workspace_id, f"Agent {number}", f"{id_}@bench.example", "agent")

        async def hired(tx: Transaction, agent: Agent = agent) -> None:
            await identity.repository.agents.add(tx, agent, "none")

        await mongo.transact(hired)
        token, _ = await use_cases.issue_api_token(identity, agent, "bench")
        tokens.append(token)
    await mongo.stop()
    return tokens


async def writes(running: System) -> dict[str, int]:
    """How often presence's database was written to, since it started."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(running.mongo_url("presence"))
    counted: dict[str, int] = {}
    for name in COLLECTIONS:
        stats = client.get_default_database()[name].aggregate(
            [{"$collStats": {"latencyStats": {}}}]
        )
        counted[name] = sum([row["latencyStats"]["writes"]["ops"] async for row in stats])
    client.close()
    return counted


@asynccontextmanager
async def agents(base_url: str, tokens: list[str]) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """All of them are connected meanwhile, each at a conversation; the answer lets them move."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.load.flapping"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        told = {"base_url": base_url, "tokens": tokens}
        process.stdin.write(json.dumps(told).encode() + b"\n")
        await process.stdin.drain()
        assert await process.stdout.readline() == b"connected\n"
        yield partial(_move_all, process.stdin)
    finally:
        process.kill()
        await process.wait()


async def _move_all(told: asyncio.StreamWriter) -> None:
    """Returns when each has moved."""
    told.write(b"move\n")
    await told.drain()
    await asyncio.sleep(REPEAT_SECONDS)


async def main(told: Mapping[str, Any]) -> None:
    """Connect everyone, say so, and go on until killed."""
    gate = asyncio.Semaphore(AT_ONCE)
    timeout = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), timeout=timeout
    ) as http:
        url = f"{told['base_url']}/api/v1/stream"

        async def connected(token: str) -> aiohttp.ClientWebSocketResponse:
            async with gate:
                socket = await http.ws_connect(url, compress=0, max_msg_size=0)
                await socket.send_json({"type": "token", "token": token})
                assert (await socket.receive_json())["type"] == "ready"
                return socket

        sockets = await asyncio.gather(*map(connected, told["tokens"]))
        may_move = asyncio.Event()
        lives = [asyncio.create_task(_live(socket, may_move)) for socket in sockets]
        await asyncio.sleep(REPEAT_SECONDS)  # until each has said where they are
        print("connected", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        may_move.set()
        await asyncio.gather(*lives)


async def _live(socket: aiohttp.ClientWebSocketResponse, may_move: asyncio.Event) -> None:
    """Hear everything without looking at it, and be where one is, or somewhere else."""
    moving = asyncio.create_task(_move(socket, may_move))
    async for _ in socket:
        """What others do."""
    moving.cancel()


async def _move(socket: aiohttp.ClientWebSocketResponse, may_move: asyncio.Event) -> None:
    await asyncio.sleep(random.uniform(0, REPEAT_SECONDS))
    where = _somewhere()
    while True:
        where = _somewhere() if may_move.is_set() else where
        for activity in ("viewing", "replying" if may_move.is_set() else "viewing"):
            await socket.send_json(
                {"type": "presence", "conversation_id": where, "activity": activity}
            )
            await asyncio.sleep(random.uniform(0.5, 1.5) * REPEAT_SECONDS / 2)


def _somewhere() -> str:
    return f"bench-{random.randrange(CONVERSATIONS)}"


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.stdin.readline())))
