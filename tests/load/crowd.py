"""Very many open sockets that behave as the web clients' do: they come back by themselves after a
random pause, and take a snapshot every time that they are ready. Some may never read.

``python -m tests.load.crowd``, started by ``apart.process``. It is asked to ``begin`` at a gateway,
to let some ``join``, to let the last ``part``, and to ``tell`` how it stands.
"""

import asyncio
import random
import socket
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
import uvloop

from tests.load import apart
from tests.load.bench import Json

AT_ONCE = 40
ADDRESSES = 50
READY_SECONDS = 10.0
CLOSE_SECONDS = 1.0
BACKOFF_SECONDS, BACKOFF_CAP_SECONDS = 0.5, 30.0
"""As in ``gateway/web/lib/live.ts``."""
RECEIVE_BYTES = 4096
"""The receive buffer of those who never read."""
LOOK_SECONDS = 0.1
TCP_ESTABLISHED = 1

STREAMS = {"agent": "/api/v1/stream", "customer": "/widget/v1/stream"}
SNAPSHOTS = {
    "agent": ("/api/v1/conversations?status=active",),
    "customer": ("/widget/v1/conversation", "/widget/v1/conversation/messages"),
}

Done = TypeVar("Done")


class NotReady(OSError):
    """The server has closed the socket instead; the message says with which code."""


@dataclass(frozen=True, slots=True)
class Member:
    """An ``agent`` or a ``customer``, with the token that says who."""

    kind: str
    token: str
    reads: bool


@dataclass(slots=True)
class Crowd:
    """Everybody at one gateway, and what has happened to them."""

    base_url: str
    takes_snapshots: bool
    networks: list[aiohttp.ClientSession] = field(default_factory=lambda: _networks())
    narrow: aiohttp.ClientSession = field(default_factory=lambda: _session(socket_factory=_narrow))
    connected: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    returned_at: float = 0.0
    stalled_seconds: list[float] = field(default_factory=list)
    lives: list[asyncio.Task[None]] = field(default_factory=list)

    async def join(self, members: list[Member]) -> None:
        """Returns when all of them are connected for the first time."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def begun(member: Member) -> None:
            async with gate:
                first = asyncio.Event()
                self.lives.append(asyncio.create_task(self._live(member, first)))
                await first.wait()

        await asyncio.gather(*map(begun, members))

    async def part(self, count: int) -> None:
        """The last ``count`` leave for good."""
        leaving = [self.lives.pop() for _ in range(count)]
        for life in leaving:
            life.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)

    def told(self) -> Json:
        """How it stands. ``failures`` counts tries by what was wrong; ``returned_at``, in seconds
        since 1970, is when the last one was ready; ``stalled_seconds`` is how long each that did
        not read was left connected.
        """
        return {
            "connected": self.connected,
            "failures": self.failures,
            "returned_at": self.returned_at,
            "stalled_seconds": self.stalled_seconds,
        }

    async def _live(self, member: Member, first: asyncio.Event) -> None:
        """Be connected, and come back whenever it was lost."""
        while True:
            opened = await self._patiently(lambda: self._opened(member))
            try:
                if member.reads:
                    await self._stay(member, opened, first)
                else:
                    await self._stall(opened, first)
            finally:
                await opened.close()
            await asyncio.sleep(random.uniform(0, BACKOFF_SECONDS))

    async def _patiently(self, attempt: Callable[[], Awaitable[Done]]) -> Done:
        """Try until it works, with a longer random pause after each failure."""
        limit = BACKOFF_SECONDS
        while True:
            try:
                return await attempt()
            except (OSError, aiohttp.ClientError, TimeoutError) as failure:
                self.failures[_in_words(failure)] += 1
            await asyncio.sleep(random.uniform(0, limit))
            limit = min(BACKOFF_CAP_SECONDS, limit * 2)

    async def _opened(self, member: Member) -> aiohttp.ClientWebSocketResponse:
        """A socket that is ready."""
        http = random.choice(self.networks) if member.reads else self.narrow
        url = self.base_url + STREAMS[member.kind]
        patience = aiohttp.ClientWSTimeout(ws_close=CLOSE_SECONDS)
        async with asyncio.timeout(READY_SECONDS):
            opened = await http.ws_connect(url, compress=0, max_msg_size=0, timeout=patience)
            await opened.send_json({"type": "token", "token": member.token})
            if (first := await opened.receive()).type is not aiohttp.WSMsgType.TEXT:
                raise NotReady(f"closed with {first.data}")
        return opened

    async def _snapshot(self, member: Member) -> None:
        headers = {"Authorization": f"Bearer {member.token}"}
        for path in SNAPSHOTS[member.kind]:
            async with self.networks[0].get(self.base_url + path, headers=headers) as answer:
                answer.raise_for_status()
                await answer.read()

    async def _stay(
        self, member: Member, opened: aiohttp.ClientWebSocketResponse, first: asyncio.Event
    ) -> None:
        """Hear whatever comes until the connection is lost, and have a snapshot soon."""
        reading = asyncio.create_task(_read(opened))
        try:
            if self.takes_snapshots:
                await self._patiently(lambda: self._snapshot(member))
            with self._counted(first):
                await reading
        finally:
            reading.cancel()

    async def _stall(self, opened: aiohttp.ClientWebSocketResponse, first: asyncio.Event) -> None:
        """Take nothing, until the other side has given up."""
        began = time.monotonic()
        with self._counted(first):
            while _is_connected(opened):
                await asyncio.sleep(LOOK_SECONDS)
        self.stalled_seconds.append(round(time.monotonic() - began, 1))

    @contextmanager
    def _counted(self, first: asyncio.Event) -> Iterator[None]:
        """One more who is there."""
        first.set()
        self.connected += 1
        self.returned_at = time.time()
        try:
            yield
        finally:
            self.connected -= 1


def _in_words(failure: Exception) -> str:
    """Its kind, and what a server answered."""
    if isinstance(failure, aiohttp.ClientResponseError):
        return f"HTTP {failure.status}"
    return str(failure) if isinstance(failure, NotReady) else type(failure).__name__


async def _read(opened: aiohttp.ClientWebSocketResponse) -> None:
    """Whatever comes, without looking at it, until the end."""
    async for _ in opened:
        """What others do."""


def _is_connected(opened: aiohttp.ClientWebSocketResponse) -> bool:
    """As the kernel knows it, which notices also where nobody reads."""
    known: Any = opened.get_extra_info("socket")
    if known is None or known.fileno() < 0:
        return False
    return bool(known.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == TCP_ESTABLISHED)


def _networks() -> list[aiohttp.ClientSession]:
    """Clients at several addresses, as customers are: what one of those may do is limited."""
    return [_session(local_addr=(f"127.0.0.{last}", 0)) for last in range(1, 1 + ADDRESSES)]


def _session(**options: Any) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0, **options)
    return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=None))


def _narrow(address: tuple[Any, ...]) -> socket.socket:
    """A socket with a small receive buffer."""
    family, kind, protocol, *_ = address
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
    made.setblocking(False)
    return made


async def main() -> None:
    """Do what is asked. Each answer says how the crowd stands then."""
    crowds: list[Crowd] = []

    async def answer(asked: Json) -> Json:
        match asked.pop("do"):
            case "begin":
                crowds.append(Crowd(**asked))
            case "join":
                tokens = asked.pop("tokens")
                await crowds[0].join([Member(token=token, **asked) for token in tokens])
            case "part":
                await crowds[0].part(asked["count"])
        return crowds[0].told()

    await apart.serve(answer)


if __name__ == "__main__":
    uvloop.run(main())
