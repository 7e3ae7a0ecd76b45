"""Spans: what a process did for a trace and how long it took, for whoever looks at traces. Off, and
next to free, unless a collector is named.

A span is what its task follows while it lasts, so requests that are made and events that are
written meanwhile carry it on, and what comes of them stands below it. No span says anybody's words.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Literal, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import telemetry

Kind = Literal["server", "internal", "producer", "consumer"]
Attributes = Mapping[str, str | int]


class Span(Protocol):
    """One that lasts."""

    traceparent: str

    def tell(self, name: str, attributes: Attributes) -> None:
        """What is known of it by now, in OpenTelemetry's names
        (https://opentelemetry.io/docs/specs/semconv/).
        """


class Collector(Protocol):
    """Where spans go."""

    def span(
        self, after: str | None, name: str, kind: Kind, attributes: Attributes
    ) -> AbstractContextManager[Span]:
        """One that lasts as long as the block, below ``after``; ``None`` begins a trace."""

    def stop(self) -> None:
        """Give away what is left. May take seconds."""


_collector: Collector | None = None


def start(process: str, endpoint: str | None) -> None:
    """Give the spans of this process to the collector at ``endpoint`` (OTLP over HTTP), if any."""
    global _collector
    if endpoint:
        # The SDK is large; whoever does not trace does not pay for it.
        from shared import otlp

        _collector = otlp.Exporter(process, endpoint)


async def stop() -> None:
    """Give away what is left."""
    if _collector:
        await asyncio.to_thread(_collector.stop)


def span(name: str, kind: Kind = "internal", **ids: str) -> AbstractContextManager[Span | None]:
    """What the block does, below what its task follows. ``ids``: of whom or what, never words."""
    return span_after(telemetry.followed(), name, kind, **ids)


@contextmanager
def span_after(traceparent: str | None, name: str, kind: Kind, **ids: str) -> Iterator[Span | None]:
    """What the block does, below ``traceparent``; ``None`` where nobody looks."""
    if _collector is None:
        yield None
        return
    attributes = {f"parley.{key}": value for key, value in ids.items()}
    with (
        _collector.span(traceparent, name, kind, attributes) as begun,
        telemetry.following(begun.traceparent),
    ):
        yield begun


class SpanMiddleware:
    """A span for each request but those that ask for health. A socket has none: it would end with
    the day.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_asked = scope["type"] == "http" and scope["path"] not in telemetry.UNLOGGED
        if _collector is None or not is_asked:
            await self._app(scope, receive, send)
            return
        caller = telemetry.traceparent_of(scope)
        with span_after(caller, scope["method"], "server") as begun:

            async def send_and_tell(message: Message) -> None:
                if begun and message["type"] == "http.response.start":
                    begun.tell(*_request(scope, message["status"]))
                await send(message)

            await self._app(scope, receive, send_and_tell)


def _request(scope: Scope, status: int) -> tuple[str, Attributes]:
    """Its route stands for its path, which may have secrets in it."""
    route = getattr(scope.get("route"), "path", "none")
    conversation_id = scope.get("path_params", {}).get("conversation_id")
    attributes: dict[str, str | int] = {
        "http.request.method": scope["method"],
        "http.route": route,
        "http.response.status_code": status,
    }
    if conversation_id:
        attributes["parley.conversation_id"] = conversation_id
    return f"{scope['method']} {route}", attributes
