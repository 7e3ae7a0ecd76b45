"""Many agents who go from conversation to conversation, and what that does to messages.

Every message goes to every agent, which costs more with more of them whatever they do. What
presence adds is the difference between the same agents who stay where they are and who move; both
are measured in turn, and what it is with one agent alone.

``python -m tests.load.flapping`` is the agents, in a process of their own.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import uvloop

from deploy.local import screen
from shared.contracts.presence import REPEAT_SECONDS
from tests.load import apart, counting, figures, tokens, windows
from tests.load.bench import Bench, Json

AGENTS = 200
CONVERSATIONS = 200
AT_ONCE = 20
COLLECTIONS = ("places", "gateways", "outbox")


async def measure(bench: Bench) -> Json:
    """With one agent, then with all of them who move in every other window."""
    hired = await tokens.of_agents(bench.running, bench.workspace_id, AGENTS)
    async with bench.chat.listening():
        alone = await bench.chat.run(windows.RATE, windows.SECONDS)
    mongo_url, writes = bench.running.mongo_url("presence"), Counter[str]()
    async with apart.process("tests.load.flapping") as agents:
        await agents.ask(do="connect", base_url=bench.base_url, tokens=hired)

        @asynccontextmanager
        async def moving() -> AsyncIterator[None]:
            await agents.ask(do="move")
            before, began = await counting.operations(mongo_url, "writes"), time.perf_counter()
            yield
            after = await counting.operations(mongo_url, "writes")
            seconds = time.perf_counter() - began
            writes.update({name: (after[name] - before[name]) / seconds for name in COLLECTIONS})
            await agents.ask(do="stay")

        compared = await windows.compare(bench.chat, moving)
    times = sum(windows.ORDER)
    per_second = {name: round(writes[name] / times, 1) for name in COLLECTIONS}
    screen.say(figures.table("presence (ms)", {"send → seen, one agent": alone.delivery}))
    windows.report(f"{AGENTS} agents flap between {CONVERSATIONS} conversations", compared)
    screen.say(f"presence writes per second: {per_second}")
    return {**compared.plain(), "alone": alone.plain(), "writes_per_second": per_second}


class Agents:
    """All of them, each at a conversation."""

    def __init__(self) -> None:
        self._may_move = False
        self._lives: list[asyncio.Task[None]] = []

    async def connect(self, base_url: str, tokens: list[str]) -> None:
        """Returns when each has said where they are."""
        timeout = aiohttp.ClientTimeout(total=None)
        http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout)
        gate = asyncio.Semaphore(AT_ONCE)

        async def connected(token: str) -> aiohttp.ClientWebSocketResponse:
            async with gate:
                url = f"{base_url}/api/v1/stream"
                socket = await http.ws_connect(url, compress=0, max_msg_size=0)
                await socket.send_json({"type": "token", "token": token})
                assert (await socket.receive_json())["type"] == "ready"
                return socket

        sockets = await asyncio.gather(*map(connected, tokens))
        self._lives = [asyncio.create_task(self._live(socket)) for socket in sockets]
        await asyncio.sleep(REPEAT_SECONDS)

    async def let_move(self, *, may_move: bool) -> None:
        """Returns when each does so."""
        self._may_move = may_move
        await asyncio.sleep(REPEAT_SECONDS * 1.5)

    async def _live(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Hear everything without looking at it, and be where one is, or somewhere else."""
        moving = asyncio.create_task(self._move(socket))
        async for _ in socket:
            """What others do."""
        moving.cancel()

    async def _move(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        await asyncio.sleep(random.uniform(0, REPEAT_SECONDS))
        where = _somewhere()
        while True:
            where = _somewhere() if self._may_move else where
            for activity in ("viewing", "replying" if self._may_move else "viewing"):
                await socket.send_json(
                    {"type": "presence", "conversation_id": where, "activity": activity}
                )
                await asyncio.sleep(random.uniform(0.5, 1.5) * REPEAT_SECONDS / 2)


def _somewhere() -> str:
    return f"bench-{random.randrange(CONVERSATIONS)}"


async def main() -> None:
    """Do what is asked."""
    agents = Agents()

    async def answer(asked: Json) -> Json:
        if asked["do"] == "connect":
            await agents.connect(asked["base_url"], asked["tokens"])
        else:
            await agents.let_move(may_move=asked["do"] == "move")
        return {}

    await apart.serve(answer)


if __name__ == "__main__":
    uvloop.run(main())
