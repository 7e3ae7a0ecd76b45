"""No query reads a whole collection, and what is due costs no more than the endpoints it is for.

The database's own profiler says what each query of a full round of use really did.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from tests.integration.webhooks.conftest import Desk
from tests.integration.webhooks.receiver import Receiver

STORED = 1_000
PURGED = "conversation.purged.v1"


@pytest.fixture
async def profiled(desk: Desk) -> AsyncIterator[Desk]:
    """Every operation is written down meanwhile."""
    await desk.webhooks.mongo.database.command("profile", 2)
    yield desk
    await desk.webhooks.mongo.database.command("profile", 0)
    await desk.webhooks.mongo.collection("system.profile").drop()


async def fill(desk: Desk, endpoint_id: str) -> None:
    """Much that waits for one endpoint, and is not due."""
    rows = desk.webhooks.mongo.collection("deliveries")
    await desk.happens()
    (model,) = await rows.find({"endpoint_id": endpoint_id}).to_list(None)
    later = model["due_at"] + timedelta(days=1)
    await rows.insert_many(
        {
            **model,
            "_id": f"{number:06}",
            "event_id": str(number),
            "subject": str(number),
            "due_at": later,
        }
        for number in range(STORED)
    )


async def profile(desk: Desk) -> list[dict[str, Any]]:
    entries = desk.webhooks.mongo.collection("system.profile").find(
        {"ns": {"$regex": "deliveries|conversations"}, "planSummary": {"$exists": True}}
    )
    return await entries.to_list(None)


async def test_every_query_is_answered_by_an_index(profiled: Desk, receiver: Receiver) -> None:
    endpoint = await profiled.endpoint()
    await fill(profiled, endpoint["id"])
    await profiled.send()
    (delivered, *_) = await profiled.log(endpoint, limit=1)
    await profiled.log(endpoint, state="pending", limit=1)
    await profiled.redelivered(endpoint, delivered)
    await profiled.happens(PURGED)
    done = await profile(profiled)
    assert len(done) > 10
    for entry in done:
        assert "COLLSCAN" not in entry["planSummary"], entry
        assert entry["docsExamined"] <= 5, entry


async def test_what_is_due_is_found_without_reading_what_waits(
    profiled: Desk, receiver: Receiver
) -> None:
    endpoint = await profiled.endpoint()
    await fill(profiled, endpoint["id"])
    due = profiled.webhooks.repository.deliveries.due
    assert await due() == [endpoint["id"]]
    (found,) = [entry for entry in await profile(profiled) if "aggregate" in entry["command"]]
    assert found["keysExamined"] <= 5
    assert found["docsExamined"] <= 5
