"""Another team's server: keeps what it is sent, and answers as a test wants it to."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from standardwebhooks import Webhook

WELL = range(200, 300)


@dataclass(frozen=True)
class Got:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def is_signed_with(self, secret: str) -> None:
        """As a reader checks it, with the reference implementation. Raises when it is not."""
        Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """``url`` of a path; what came, and what of that was ``taken``: answered well, and at once.
    Paths are answered with 204 unless told otherwise.
    """

    port: int = 0
    got: list[Got] = field(default_factory=list)
    taken: list[Got] = field(default_factory=list)
    answers: dict[str, web.Response] = field(default_factory=dict)
    hanging: set[str] = field(default_factory=set)
    under_way: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    most: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def at(self, path: str = "/") -> list[Got]:
        return [got for got in self.got if got.path == path]

    def ids(self, path: str = "/") -> list[str]:
        return [got.id for got in self.at(path)]

    def answer(self, path: str, status: int, **headers: str) -> None:
        """From now on."""
        self.answers[path] = web.Response(status=status, headers=headers)

    async def take(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        headers = {name.lower(): value for name, value in request.headers.items()}
        got, is_held = Got(path, headers, await request.read()), path in self.hanging
        self.got.append(got)
        self.under_way[path] += 1
        self.most[path] = max(self.most[path], self.under_way[path])
        try:
            while path in self.hanging:
                await asyncio.sleep(0.01)
        finally:
            self.under_way[path] -= 1
        told = self.answers.get(path, _well())
        if told.status in WELL and not is_held:
            self.taken.append(got)
        return web.Response(status=told.status, headers=told.headers)


def _well() -> web.Response:
    return web.Response(status=204)


@asynccontextmanager
async def receiving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A running one on 127.0.0.1."""
    receiver = Receiver()
    server = web.Server(receiver.take)  # type: ignore[arg-type]  # every request is a whole one
    runner = web.ServerRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
    await site.start()
    receiver.port = runner.addresses[0][1]
    try:
        yield receiver
    finally:
        receiver.hanging.clear()
        await runner.cleanup()
