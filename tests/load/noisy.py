"""A workspace whose customers write and come as fast as they may, beside one in which it is quiet.

``python -m tests.load.noisy`` is the loud customers, in a process of their own.
"""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import aiohttp
import uvloop

from deploy.local import screen
from tests.load import apart, windows
from tests.load.bench import Bench, Json

LOUD = 1
"""Which of the system's workspaces."""
CUSTOMERS = 20
MESSAGES_PER_SECOND = 100
STARTS_PER_SECOND = 20
"""Twice what one address may, so that half of them are refused."""


async def measure(bench: Bench) -> Json:
    """The quiet one is the benchmark's own."""
    key = bench.running.workspaces[LOUD]["key"]
    async with apart.process("tests.load.noisy") as loud:
        await loud.ask(do="arrive", base_url=bench.base_url, key=key)

        @asynccontextmanager
        async def beside() -> AsyncIterator[None]:
            await loud.ask(do="shout")
            yield
            await loud.ask(do="hush")

        compared = await windows.compare(bench.chat, beside)
        answers = await loud.ask(do="tell")
    seconds = windows.SECONDS * sum(windows.ORDER)
    found = {
        **compared.plain(),
        "per_second": {name: round(count / seconds, 1) for name, count in answers.items()},
    }
    windows.report("a noisy workspace beside", compared)
    screen.say(f"the noisy one, a second: {found['per_second']}")
    return found


class Loud:
    """Customers of one workspace, and how they were answered."""

    def __init__(self, base_url: str, key: str) -> None:
        self._http = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._starts_url = f"{base_url}/widget/v1/{key}/conversations"
        self._messages_url = f"{base_url}/widget/v1/conversation/messages"
        self._tokens: list[str] = []
        self._shouting: list[asyncio.Task[None]] = []
        self.answers: Counter[str] = Counter()

    async def arrive(self) -> None:
        """Each begins a conversation."""
        for _ in range(CUSTOMERS):
            async with self._http.post(self._starts_url, json=_opening()) as answer:
                answer.raise_for_status()
                self._tokens.append((await answer.json())["token"])

    def shout(self) -> None:
        """From now on they write, and others come."""
        paces = _keep_on(self._write, MESSAGES_PER_SECOND), _keep_on(self._come, STARTS_PER_SECOND)
        self._shouting = [asyncio.create_task(pace) for pace in paces]

    async def hush(self) -> None:
        """Returns when nothing is under way any more."""
        for shouting in self._shouting:
            shouting.cancel()
        await asyncio.gather(*self._shouting, return_exceptions=True)

    async def _write(self) -> None:
        headers = {"Authorization": f"Bearer {random.choice(self._tokens)}"}
        body = {"client_id": str(uuid4()), "text": "And another thing."}
        async with self._http.post(self._messages_url, json=body, headers=headers) as answer:
            self.answers[f"messages {answer.status}"] += 1

    async def _come(self) -> None:
        async with self._http.post(self._starts_url, json=_opening()) as answer:
            self.answers[f"starts {answer.status}"] += 1


async def _keep_on(act: Callable[[], Coroutine[Any, Any, None]], per_second: float) -> None:
    """Begin it so often, whether or not the last ones have ended."""
    began = time.perf_counter()
    async with asyncio.TaskGroup() as under_way:
        for number in itertools.count():
            await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
            under_way.create_task(act())


def _opening() -> Json:
    who = {"name": "Loud", "email": "loud@shop.example"}
    return {"client_id": str(uuid4()), "text": "Hello?", **who}


async def main() -> None:
    """Do what is asked. Each answer counts what they were answered so far."""
    customers: list[Loud] = []

    async def answer(asked: Json) -> Json:
        match asked["do"]:
            case "arrive":
                customers.append(Loud(asked["base_url"], asked["key"]))
                await customers[0].arrive()
            case "shout":
                customers[0].shout()
            case "hush":
                await customers[0].hush()
        return customers[0].answers

    await apart.serve(answer)


if __name__ == "__main__":
    uvloop.run(main())
