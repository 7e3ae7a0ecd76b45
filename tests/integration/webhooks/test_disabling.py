"""An endpoint that fails for days is disabled, and starts clean when it is enabled again."""

from typing import Any

from tests.integration.webhooks.conftest import Desk, Json
from tests.integration.webhooks.receiver import Receiver


async def disabled(desk: Desk, receiver: Receiver) -> Json:
    """An endpoint of which everything failed for three days."""
    endpoint = await desk.endpoint()
    receiver.answer("/", 500)
    for _ in range(desk.webhooks.tolerance.attempts):
        await desk.happens()
    await desk.send()
    desk.time.at += desk.webhooks.tolerance.lasting
    assert (await desk.shown(endpoint))["is_enabled"]
    await desk.happens(subject="last")
    await desk.send()
    return endpoint


async def test_after_days_of_failures_it_is_disabled_and_that_is_said_once(
    desk: Desk, receiver: Receiver
) -> None:
    endpoint = await disabled(desk, receiver)
    shown = await desk.shown(endpoint)
    assert not shown["is_enabled"]
    assert shown["disabled_reason"].endswith("the last with: It answered 500.")
    (said,) = await desk.said()
    assert (said["type"], said["subject"]) == ("webhook.disabled.v1", endpoint["id"])
    assert said["data"]["address"] == endpoint["url"].rstrip("/")
    assert said["data"]["reason"] == shown["disabled_reason"]
    await desk.send()
    asked = len(receiver.got)
    await desk.happens()
    await desk.send()
    assert len(receiver.got) == asked
    assert len(await desk.said()) == 1
    assert {item["state"] for item in await desk.log(endpoint)} == {"failed"}


async def test_enabled_again_it_starts_clean_and_what_came_meanwhile_can_be_sent(
    desk: Desk, receiver: Receiver
) -> None:
    endpoint = await disabled(desk, receiver)
    meanwhile = await desk.happens(subject="meanwhile")
    (waiting, *_) = await desk.log(endpoint)
    assert (waiting["event_id"], waiting["state"]) == (meanwhile, "failed")
    refused = await desk.redelivered(endpoint, waiting)
    assert refused.status_code == 409
    assert refused.json()["type"] == "urn:parley:problem:webhook-disabled"
    receiver.answers.clear()
    receiver.got.clear()
    enabled = await desk.ask("PATCH", f"/{endpoint['id']}", {"is_enabled": True})
    assert (enabled["disabled_reason"], enabled["failing_since"]) == (None, None)
    await desk.send()
    assert receiver.got == []
    assert (await desk.redelivered(endpoint, waiting)).status_code == 202
    await desk.send()
    assert receiver.ids() == [meanwhile]


async def test_a_test_reaches_it_while_it_is_disabled(desk: Desk, receiver: Receiver) -> None:
    endpoint = await disabled(desk, receiver)
    receiver.answers.clear()
    receiver.got.clear()
    await desk.ask("POST", f"/{endpoint['id']}/test")
    await desk.send()
    assert len(receiver.got) == 1
    assert not (await desk.shown(endpoint))["is_enabled"]


async def test_of_one_that_was_switched_off_nothing_is_kept(desk: Desk, receiver: Receiver) -> None:
    endpoint = await desk.endpoint()
    await desk.happens()
    await desk.ask("PATCH", f"/{endpoint['id']}", {"is_enabled": False})
    await desk.happens()
    (waited,) = await desk.log(endpoint)
    assert (waited["state"], waited["reason"]) == ("failed", "The endpoint was switched off.")
    await desk.send()
    assert receiver.got == []


async def test_what_succeeds_once_in_a_while_is_not_disabled(
    desk: Desk, receiver: Receiver
) -> None:
    endpoint = await desk.endpoint()
    answers: list[Any] = [500, 500, 500, 204] * 4
    for status in answers:
        receiver.answer("/", status)
        await desk.happens()
        await desk.send()
        desk.time.at += desk.webhooks.tolerance.lasting / 2
    assert (await desk.shown(endpoint))["is_enabled"]
    assert await desk.said() == []
