"""One message is one trace: through the gateway, the service and the broker, back to the pages."""

from pathlib import Path

import pytest

from deploy.local import system as local
from deploy.local.system import System
from shared import telemetry
from tests.collector import Collector, Kept, collector
from tests.eventually import eventually
from tests.people import Agent, Customer

CANARY = "the-parcel-of-a-canary"

POST = "POST /widget/v1/conversation/messages"
EXPECTED = {
    ("gateway", POST): ("client", ""),
    ("chat", POST): ("gateway", POST),
    ("chat", "transaction"): ("chat", POST),
    ("chat", "publish conversation.message_sent"): ("chat", POST),
    ("gateway", "fan out conversation.message_sent.v1"): ("chat", POST),
    ("notifier", "handle notifier.alerts.v1"): ("chat", POST),
    ("webhooks", "handle webhooks.events.v1"): ("chat", POST),
}
"""Each span of the trace, and the one that it stands below. What follows from a message stands
below its request: its transaction may be that of others too.
"""


async def test_a_message_is_one_trace_from_the_gateway_to_the_fan_out_and_carries_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with collector() as looking:
        monkeypatch.setenv("PARLEY_OTLP_ENDPOINT", looking.url)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
        async with local.system(tmp_path) as system:
            traceparent = await a_message(system)
            trace = telemetry.trace_id(traceparent)

            async def is_whole() -> bool:
                return len(looking.of(trace)) >= len(EXPECTED)

            await eventually(is_whole)
        # The processes have ended, and have given away what was left.
        assert below(looking.of(trace), traceparent) == EXPECTED
        assert says_which(looking, trace)
        assert CANARY.encode() not in b"".join(looking.received)


async def a_message(system: System) -> str:
    """Sent by a customer while an agent listens; what they follow."""
    acme = system.workspaces[0]
    async with Agent(system.base_url) as ann, Customer(system.base_url) as mia:
        await ann.sign_in(acme["agents"][0]["email"], acme["agents"][0]["password"])
        await mia.start(acme["key"], f"Hello, {CANARY}", name=f"Mia {CANARY}")
        async with ann.listening() as frames:
            traceparent = telemetry.new_traceparent()
            mia.http.headers["traceparent"] = traceparent
            sent = (await mia.post(mia.path, f"Where is {CANARY}?")).json()
            await frames.event("conversation.message_sent.v1", message=sent)
    return traceparent


def below(spans: list[Kept], traceparent: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Each span by process and name, and the one that it stands below."""
    by_id = {span.id: (span.process, span.name) for span in spans}
    by_id[traceparent.split("-")[2]] = ("client", "")
    return {(span.process, span.name): by_id[span.parent] for span in spans}


def says_which(looking: Collector, trace: str) -> bool:
    """What was published is what was fanned out."""
    events = {
        span.attributes["parley.event_id"]
        for span in looking.of(trace)
        if "parley.event_id" in span.attributes
    }
    return len(events) == 1
