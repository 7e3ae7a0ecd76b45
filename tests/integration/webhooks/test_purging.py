"""Nothing of a purged conversation is kept, and none of it is sent."""

import asyncio

import pytest

from tests.integration.webhooks.conftest import Desk
from tests.integration.webhooks.receiver import Receiver

MESSAGE = "conversation.message_sent.v1"
PURGED = "conversation.purged.v1"
CANARY = "canary7f3a"


async def kept(desk: Desk) -> list[bool]:
    """Of each delivery, whether what it said is still there."""
    return [CANARY.encode() in (row["body"] or b"") for row in await desk.rows()]


async def test_what_was_said_goes_with_its_conversation(desk: Desk, receiver: Receiver) -> None:
    endpoint = await desk.endpoint()
    await desk.happens(MESSAGE, "c1", CANARY)
    await desk.send()
    waiting = await desk.happens(MESSAGE, "c1", CANARY)
    other = await desk.happens(MESSAGE, "c2", CANARY)
    purged = await desk.happens(PURGED, "c1")
    assert sorted(await kept(desk)) == [False, False, False, True]
    await desk.send()
    assert waiting not in receiver.ids()
    assert {other, purged} <= set(receiver.ids())
    log = await desk.log(endpoint)
    assert [item["state"] for item in log] == ["delivered", "delivered", "failed", "delivered"]
    for gone in log[2:]:
        assert not gone["can_be_redelivered"]
        refused = await desk.redelivered(endpoint, gone)
        assert refused.status_code == 409
        assert refused.json()["type"] == "urn:parley:problem:webhook-purged"


async def test_what_comes_after_the_purge_is_not_kept(desk: Desk, receiver: Receiver) -> None:
    await desk.endpoint()
    await desk.hear(desk.event(PURGED, "c1"))
    await desk.hear(desk.event(MESSAGE, "c1", CANARY))
    await desk.send()
    assert await kept(desk) == [False]
    assert len(receiver.got) == 1


async def test_also_where_nobody_was_told_of_it_when_it_was_purged(desk: Desk) -> None:
    await desk.happens(PURGED, "c1")
    await desk.endpoint()
    await desk.happens(MESSAGE, "c1", CANARY)
    assert await desk.rows() == []


@pytest.mark.parametrize("times", range(5))
async def test_whichever_of_both_is_heard_first(desk: Desk, times: int) -> None:
    await desk.endpoint()
    events = [desk.event(MESSAGE, "c1", CANARY) for _ in range(4)]
    await asyncio.gather(
        *(desk.hear(event) for event in events), desk.hear(desk.event(PURGED, "c1"))
    )
    assert not any(await kept(desk))


async def test_what_was_taken_before_the_purge_brings_nothing_back(
    desk: Desk, receiver: Receiver
) -> None:
    await desk.endpoint()
    receiver.answer("/", 500)
    await desk.happens(MESSAGE, "c1", CANARY)
    receiver.hanging.add("/")
    sending = asyncio.create_task(desk.send())
    while not receiver.got:
        await asyncio.sleep(0.01)
    await desk.happens(PURGED, "c1")
    receiver.hanging.clear()
    await sending
    assert not any(await kept(desk))
    receiver.answers.clear()
    await desk.send()
    assert [row["state"] for row in await desk.rows()] == ["failed", "delivered"]
