"""A collector of traces that keeps what it gets: OTLP over HTTP, as OpenTelemetry says it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


@dataclass(frozen=True)
class Kept:
    """One span; ``parent`` is empty where a trace begins."""

    process: str
    name: str
    trace: str
    id: str
    parent: str
    attributes: dict[str, str | int]


@dataclass
class Collector:
    """Where spans are sent to, those that came, and the bytes that they came in."""

    url: str = ""
    spans: list[Kept] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)

    def of(self, trace: str) -> list[Kept]:
        """The spans of one trace."""
        return [span for span in self.spans if span.trace == trace]

    async def take(self, request: web.Request) -> web.Response:
        self.received.append(await request.read())
        asked = ExportTraceServiceRequest.FromString(self.received[-1])
        for sent in asked.resource_spans:
            process = _values(sent.resource.attributes)["service.name"]
            for scope in sent.scope_spans:
                self.spans += [_kept(str(process), span) for span in scope.spans]
        answer = ExportTraceServiceResponse().SerializeToString()
        return web.Response(body=answer, content_type="application/x-protobuf")


@asynccontextmanager
async def collector() -> AsyncIterator[Collector]:
    """A running one."""
    kept = Collector()
    app = web.Application()
    app.router.add_post("/v1/traces", kept.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    kept.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield kept
    finally:
        await runner.cleanup()


def _kept(process: str, span: Any) -> Kept:
    return Kept(
        process,
        span.name,
        span.trace_id.hex(),
        span.span_id.hex(),
        span.parent_span_id.hex(),
        _values(span.attributes),
    )


def _values(attributes: Any) -> dict[str, str | int]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in attributes}
