"""Who listens, and every byte that reaches them: a socket, or server-sent events, for each."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp

from tests.isolation.frames import AGENTS, CUSTOMERS, STREAMS
from tests.isolation.principals import Principal

SECONDS = 15
READY = b'"ready"'


@dataclass
class Ear:
    """One who listens; ``heard`` grows while they do."""

    who: Principal
    heard: bytes = b""
    _more: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, content: bytes) -> None:
        async with self._more:
            self.heard += content + b"\n"
            self._more.notify_all()

    async def until(self, content: bytes) -> Self:
        """Return once it was heard; raises ``TimeoutError``."""
        async with asyncio.timeout(SECONDS), self._more:
            await self._more.wait_for(lambda: content in self.heard)
        return self


class Line:
    """An open socket of somebody's, which has said that it is ready."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def say(self, frame: Any) -> None:
        await self._socket.send_json(frame)

    async def until_closed_or(self, frame_type: str) -> int | None:
        """The code that it was closed with; None where such a frame came first."""
        while (message := await self._socket.receive(SECONDS)).type == aiohttp.WSMsgType.TEXT:
            if message.json()["type"] == frame_type:
                return None
        return self._socket.close_code

    async def hear(self, ear: Ear) -> None:
        async for message in self._socket:
            await ear.take(str(message.data).encode())


def stream_of(who: Principal) -> str:
    """Which stream is meant for them."""
    return CUSTOMERS if who.is_customer else AGENTS


@asynccontextmanager
async def unproved(base_url: str, stream: str) -> AsyncIterator[Line]:
    """A socket on which nobody has said yet who they are."""
    async with aiohttp.ClientSession(base_url) as http, http.ws_connect(STREAMS[stream]) as socket:
        yield Line(socket)


@asynccontextmanager
async def ready(base_url: str, who: Principal) -> AsyncIterator[Line]:
    """A socket of ``who``, who may have one."""
    async with (
        aiohttp.ClientSession(base_url, headers=who.headers) as http,
        http.ws_connect(STREAMS[stream_of(who)]) as socket,
    ):
        line = Line(socket)
        if "Cookie" not in who.headers:
            await line.say({"type": "token", "token": who.token})
        assert await line.until_closed_or("ready") is None
        yield line


@asynccontextmanager
async def listening(base_url: str, people: Sequence[Principal]) -> AsyncIterator[list[Ear]]:
    """An ear for each of ``people``, and one more for customers by server-sent events."""
    async with AsyncExitStack() as stack:
        ears = [await _at_socket(stack, base_url, who) for who in people]
        customers = [who for who in people if who.is_customer]
        yield ears + [await _at_events(stack, base_url, who) for who in customers]


async def _at_socket(stack: AsyncExitStack, base_url: str, who: Principal) -> Ear:
    line, ear = await stack.enter_async_context(ready(base_url, who)), Ear(who)
    _while(stack, asyncio.create_task(line.hear(ear)))
    return ear


async def _at_events(stack: AsyncExitStack, base_url: str, who: Principal) -> Ear:
    ear = Ear(who)
    http = aiohttp.ClientSession(base_url, headers=who.headers)
    await stack.enter_async_context(http)
    _while(stack, asyncio.create_task(_read(http, ear)))
    return await ear.until(READY)


async def _read(http: aiohttp.ClientSession, ear: Ear) -> None:
    async with http.get("/widget/v1/events") as answer:
        async for line in answer.content:
            await ear.take(line)


def _while(stack: AsyncExitStack, task: asyncio.Task[None]) -> None:
    async def end() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stack.push_async_callback(end)
