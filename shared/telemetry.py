"""Structured logs with ids and never bodies, and the trace id that follows a message.

A trace is carried as W3C ``traceparent`` over HTTP and in events
(https://www.w3.org/TR/trace-context/).
"""

import logging
import re
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import metrics

HEADER = b"traceparent"
UNLOGGED = {"/livez", "/readyz", "/healthz"}
_SECRET = re.compile(r"(?<=^/files/).+|(?<=^/api/v1/devices/).+")
"""What stands in a path and opens something: a link to a file, a device's token."""

_FORM = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_current: ContextVar[str] = ContextVar("traceparent")


def configure_logging(process: str, level: str = "INFO") -> None:
    """Write every record of this process as one JSON line to standard output."""
    logging.basicConfig(level=level, stream=sys.stdout, format="%(message)s", force=True)
    steps: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    rendered = structlog.processors.JSONRenderer()
    # Our own lines are written as they are: the library's handlers would cost three times as much.
    structlog.configure(
        processors=[*steps, rendered],
        logger_factory=_Lines,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=steps,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, rendered],
    )
    logging.getLogger().handlers[0].setFormatter(formatter)


def logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """The logger of one module."""
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger(name)
    return log


class _Lines(structlog.WriteLogger):
    """Writes what one module says."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def new_traceparent() -> str:
    """The start of a new trace."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def follow(traceparent: str | None) -> str:
    """Go on with ``traceparent`` in this task, or start a trace when it is missing or malformed.

    Every log line of the task then carries its trace id. Returns what is followed.
    """
    if traceparent is None or not _FORM.fullmatch(traceparent):
        traceparent = new_traceparent()
    _current.set(traceparent)
    structlog.contextvars.bind_contextvars(trace_id=trace_id(traceparent))
    return traceparent


def trace_id(traceparent: str) -> str:
    """The part of ``traceparent`` that every hop shares."""
    return traceparent[3:35]


def traceparent() -> str:
    """The trace that this task follows; a new one when it follows none yet."""
    return _current.get(None) or follow(None)


def followed() -> str | None:
    """The trace that this task follows, if it follows one."""
    return _current.get(None)


@contextmanager
def following(traceparent: str) -> Iterator[None]:
    """Go on with ``traceparent`` (well-formed) within the block, and as before after it."""
    before = _current.set(traceparent)
    try:
        with structlog.contextvars.bound_contextvars(trace_id=trace_id(traceparent)):
            yield
    finally:
        _current.reset(before)


def traceparent_of(scope: Scope) -> str | None:
    """What the caller of a request follows."""
    header = dict(scope["headers"]).get(HEADER)
    return header.decode("latin-1") if header else None


class TraceMiddleware:
    """Follow the caller's trace through one request, and log how the request went."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._log = logger(__name__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        follow(traceparent_of(scope))
        if scope["type"] == "websocket":
            # Thousands of frames a second would pass here, to be told nothing about.
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def send_and_log(message: Message) -> None:
            if message["type"] == "http.response.start" and scope["path"] not in UNLOGGED:
                seconds = time.perf_counter() - began
                _measure(scope, message["status"], seconds)
                self._log.info(
                    "request",
                    method=scope["method"],
                    path=_SECRET.sub("…", scope["path"]),
                    status=message["status"],
                    milliseconds=round(seconds * 1000, 1),
                )
            await send(message)

        await self._app(scope, receive, send_and_log)


def _measure(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "none")
    metrics.REQUESTS.labels(scope["method"], route, status).observe(seconds)
