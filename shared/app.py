"""What every process is made of: parts that start in order, health, problems, traces, a server."""

import asyncio
import gc
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Protocol

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse

from shared import metrics, problems, telemetry, tracing
from shared.contracts.frames import FRAME_LIMIT_BYTES
from shared.settings import ProcessSettings

PING_SECONDS = 2.0
DRAIN_SECONDS = 10
SOCKET_DEAD_MILLISECONDS = 8_000
SOCKET_PING_SECONDS = 4.0
SOCKET_PONG_SECONDS = 4.0
BODY_LIMIT_BYTES = 64 * 1024
NICENESS = 10

_log = telemetry.logger(__name__)


class Part(Protocol):
    """Something with a lifetime that a process needs: a connection, a relay, a consumer."""

    name: str

    async def start(self) -> None:
        """Make it ready to use."""

    async def stop(self) -> None:
        """Finish what is under way, then let go."""

    async def ping(self) -> None:
        """Return when it works; raise when it does not."""


def create_app(
    name: str,
    parts: Sequence[Part],
    routers: Sequence[APIRouter],
    *,
    state: Mapping[str, object],
    body_limit_bytes: int = BODY_LIMIT_BYTES,
) -> FastAPI:
    """An application that starts ``parts`` in order, stops them in reverse, and serves
    ``routers``. ``state`` is what routes find at ``request.app.state``.
    """
    app = FastAPI(
        title=f"Parley {name}",
        lifespan=_lifespan(parts),
        max_body_size=body_limit_bytes,
        openapi_url=None,
        # Its own tells paths and what exceptions say, which may be secrets and people's words.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    for key, value in state.items():
        setattr(app.state, key, value)
    for router in (*routers, _health(parts)):
        app.include_router(router)
    problems.install(app)
    app.add_middleware(tracing.SpanMiddleware)
    app.add_middleware(telemetry.TraceMiddleware)
    return app


def _lifespan(parts: Sequence[Part]) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as running:
            running.push_async_callback(tracing.stop)
            for part in parts:
                await part.start()
                running.push_async_callback(part.stop)
            yield

    return run


async def not_ready(parts: Sequence[Part]) -> list[str]:
    """Names of the parts that do not work now, each asked once and at the same time."""

    async def broken(part: Part) -> bool:
        try:
            async with asyncio.timeout(PING_SECONDS):
                await part.ping()
        except Exception as error:  # whatever a part raises, it is not ready
            _log.warning("not ready", part=part.name, error=repr(error))
            return True
        return False

    answers = await asyncio.gather(*map(broken, parts))
    return [part.name for part, is_broken in zip(parts, answers, strict=True) if is_broken]


def _health(parts: Sequence[Part]) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> dict[str, str]:
        """The event loop turns; says nothing about anything else."""
        return {"status": "alive"}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        """Everything that this process needs answers."""
        broken = await not_ready(parts)
        status = "not ready" if broken else "ready"
        return JSONResponse({"status": status, "broken": broken}, 503 if broken else 200)

    return router


def serve(app: FastAPI, name: str, settings: ProcessSettings, *, gives_way: bool = False) -> None:
    """Serve ``app`` until SIGTERM or SIGINT, then drain. What ``gives_way`` lets others go first
    where it shares processors with them.
    """
    if gives_way:
        os.nice(NICENESS)
    telemetry.configure_logging(name, settings.log_level)
    tracing.start(name, settings.otlp_endpoint)
    if settings.metrics_port is not None:
        metrics.serve(settings.host, settings.metrics_port)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=FRAME_LIMIT_BYTES,
        # Compression costs twice the memory per socket and buys nothing for short frames.
        ws_per_message_deflate=False,
        # Whoever lost the network is to count as gone within seconds.
        ws_ping_interval=SOCKET_PING_SECONDS,
        ws_ping_timeout=SOCKET_PONG_SECONDS,
        timeout_graceful_shutdown=DRAIN_SECONDS,
        access_log=False,
        log_config=None,
        server_header=False,
        # Whose X-Forwarded-For is believed is the gateway's setting, not the server's guess.
        proxy_headers=False,
    )
    Server(config).run(sockets=[_listening_socket(settings)])


class Server(uvicorn.Server):
    """Whoever collects garbage never looks through what the start has made, which stays: that
    would stop everything for a tenth of a second, now and then.
    """

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and keep for good what is there then."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()


def _listening_socket(settings: ProcessSettings) -> socket.socket:
    """A socket whose peers are given up when they stop taking data.

    Without ``TCP_USER_TIMEOUT`` a client that stops reading keeps its buffers for ever.
    """
    listening = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if settings.shares_port:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SOCKET_DEAD_MILLISECONDS)
    listening.bind((settings.host, settings.port))
    return listening
