"""Gives spans to a collector, over HTTP, by OpenTelemetry's own SDK. Imported only by whoever does.

What is not said here can be set by the SDK's own variables, such as ``OTEL_TRACES_SAMPLER`` or
``OTEL_EXPORTER_OTLP_HEADERS``.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span as SdkSpan
from opentelemetry.trace import SpanKind, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from shared.tracing import Attributes, Kind

EXPORT_SECONDS = 3
"""One batch, with all attempts; a collector that is away must not hold up the end of a process."""

_FORM = TraceContextTextMapPropagator()


class Span:
    """One that lasts."""

    def __init__(self, sdk: SdkSpan) -> None:
        context = sdk.get_span_context()
        flags = int(context.trace_flags)
        self.traceparent = f"00-{context.trace_id:032x}-{context.span_id:016x}-{flags:02x}"
        self._sdk = sdk

    def tell(self, name: str, attributes: Attributes) -> None:
        """What is known of it by now."""
        self._sdk.update_name(name)
        self._sdk.set_attributes(attributes)


class Exporter:
    """Collects spans and gives them away in batches, from a thread of its own."""

    def __init__(self, process: str, endpoint: str) -> None:
        itself = {
            "service.namespace": "parley",
            "service.name": process,
            "service.instance.id": f"{socket.gethostname()}.{os.getpid()}",
        }
        exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=EXPORT_SECONDS)
        self._provider = TracerProvider(resource=Resource.create(itself), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("parley")

    @contextmanager
    def span(
        self, after: str | None, name: str, kind: Kind, attributes: Attributes
    ) -> Iterator[Span]:
        """One that lasts as long as the block, below ``after``; ``None`` begins a trace.

        Of an exception only its type is told: what it says may be anybody's words.
        """
        above = _FORM.extract({"traceparent": after}, Context()) if after else Context()
        sdk = self._tracer.start_span(name, above, SpanKind[kind.upper()], attributes)
        try:
            yield Span(sdk)
        except BaseException as error:
            sdk.set_status(StatusCode.ERROR)
            sdk.set_attribute("error.type", type(error).__name__)
            raise
        finally:
            sdk.end()

    def stop(self) -> None:
        """Give away what is left."""
        self._provider.shutdown()
