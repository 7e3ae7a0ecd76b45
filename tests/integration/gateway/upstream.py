"""A service behind the gateway, as far as the gateway can tell: it answers what a test says."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import jwt
from aiohttp import ClientConnectionError, web

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Asked:
    """One request as it arrived. ``body`` is less than was sent where it broke off."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    is_whole: bool

    @property
    def principal(self) -> dict[str, str | None]:
        """For whom the gateway asks."""
        token = self.headers["x-parley-identity"]
        claims = jwt.decode(token, options={"verify_signature": False})
        principal: dict[str, str | None] = claims["principal"]
        return principal


class Upstream:
    """Records what it is asked, and answers with ``answer``."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer: Answer = nothing
        self.is_ready = True

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/readyz":
            return web.Response(status=200 if self.is_ready else 503)
        body, is_whole = bytearray(), True
        try:
            async for chunk in request.content.iter_any():
                body += chunk
        except (ClientConnectionError, web.RequestPayloadError, ConnectionError):
            is_whole = False
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.asked.append(Asked(request.method, request.path_qs, headers, bytes(body), is_whole))
        return await self.answer(request)


async def nothing(_: web.BaseRequest) -> web.StreamResponse:
    """An empty object."""
    return web.json_response({})


@asynccontextmanager
async def running(port: int) -> AsyncIterator[Upstream]:
    """An upstream on ``port``."""
    upstream = Upstream()
    runner = web.ServerRunner(web.Server(upstream.handle), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield upstream
    finally:
        await runner.cleanup()
