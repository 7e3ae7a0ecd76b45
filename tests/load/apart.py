"""Clients in a process of their own, which is asked and answers in lines of JSON: what they cost is
not in the process that measures. On the machine itself they weigh all the same.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from tests.load.bench import Json

LINE_BYTES = 2**26


class Apart:
    """The process, as whoever started it sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def ask(self, **what: object) -> Json:
        """Its answer. Raises ``ConnectionError`` where it has ended instead."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()
        if not (line := await self._process.stdout.readline()):
            raise ConnectionError("the clients' process has ended")
        answer: Json = json.loads(line)
        return answer


@asynccontextmanager
async def process(module: str) -> AsyncIterator[Apart]:
    """``python -m module``, killed at the end."""
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LINE_BYTES,
    )
    try:
        yield Apart(started)
    finally:
        started.kill()
        await started.wait()


async def serve(answer: Callable[[Json], Awaitable[Json]]) -> None:
    """In that process: answer what is asked, one by one, until nobody asks any more."""
    lines = asyncio.StreamReader(limit=LINE_BYTES)
    protocol = asyncio.StreamReaderProtocol(lines)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    while line := await lines.readline():
        print(json.dumps(await answer(json.loads(line))), flush=True)
