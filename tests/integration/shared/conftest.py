"""A started database and bus, and a fact to send through them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from shared import clock, telemetry
from shared.app import Part
from shared.bus.connection import Bus
from shared.contracts import events
from shared.contracts.events import Event
from shared.contracts.workspace_events import AgentSignedOut
from shared.mongo import Mongo

WORKSPACE = "w1"


@asynccontextmanager
async def running(*parts: Part) -> AsyncIterator[None]:
    """``parts`` started in order, and stopped in reverse."""
    started: list[Part] = []
    try:
        for part in parts:
            await part.start()
            started.append(part)
        yield
    finally:
        for part in reversed(started):
            await part.stop()


def an_event(number: int = 1) -> Event[AgentSignedOut]:
    """Some event; ``number`` tells it from others."""
    return events.envelope(
        AgentSignedOut(agent_id="ann", credential_id=str(number)),
        event_id=clock.new_id(),
        source="/tests",
        subject="ann",
        workspace_id=WORKSPACE,
        sequence=number,
        time=clock.now(),
        traceparent=telemetry.new_traceparent(),
    )


@pytest.fixture
async def mongo(mongo_url: str) -> AsyncIterator[Mongo]:
    """An empty database."""
    part = Mongo(mongo_url)
    async with running(part):
        yield part


@pytest.fixture
async def bus(amqp_url: str) -> AsyncIterator[Bus]:
    """A bus on an empty virtual host."""
    part = Bus(amqp_url, "tests")
    async with running(part):
        yield part
