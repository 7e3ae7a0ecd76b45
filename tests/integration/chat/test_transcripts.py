"""Transcripts: who may ask, what is said, and the line that follows."""

import pytest

from services.chat import consumers
from shared import clock, telemetry
from shared.contracts.events import envelope
from shared.contracts.notification_events import NotificationFailed, NotificationSent
from tests.integration.chat.callers import OWN, Workspace, slug

WANTED = {"email": "mia@shop.example", "time_zone": "Europe/Vienna"}


async def test_either_side_may_ask_also_when_it_is_closed(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    agent = workspace.agent()
    assert (await customer.post(f"{OWN}/transcript", WANTED)).status_code == 202
    await agent.post(f"{path}/close")
    assert (await agent.post(f"{path}/transcript", WANTED)).status_code == 202
    heard = await workspace.hearing.until(path.rpartition("/")[2], 4)
    asked = [event for event in heard if event["type"].endswith("transcript_requested.v1")]
    assert [event["data"]["requested_by"]["kind"] for event in asked] == ["customer", "agent"]
    said = asked[0]["data"]
    assert (said["to"], said["time_zone"], said["omitted"]) == (*WANTED.values(), 0)
    assert [message["text"] for message in said["messages"]] == ["My parcel is late"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "nobody"},
        {"email": "a@b.example, c@d.example"},
        {"email": "a@b.example\r\nBcc: c@d.example"},
        {"email": {"$ne": None}},
        {**WANTED, "time_zone": "Nowhere/Land"},
        {**WANTED, "time_zone": "../../etc/passwd"},
    ],
)
async def test_what_is_no_address_or_no_time_zone_is_refused(
    workspace: Workspace, body: dict[str, object]
) -> None:
    customer, _ = await workspace.start()
    assert (await customer.post(f"{OWN}/transcript", body)).status_code == 422


async def test_the_sixth_within_an_hour_is_refused(workspace: Workspace) -> None:
    customer, _ = await workspace.start()
    answers = [await customer.post(f"{OWN}/transcript", WANTED) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [202] * 5 + [429]
    assert slug(answers[-1]) == "too-many-transcripts"
    assert int(answers[-1].headers["retry-after"]) > 3000


async def test_another_workspace_has_no_such_conversation(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    _, path = await workspace.start()
    answer = await other_workspace.agent().post(f"{path}/transcript", WANTED)
    assert slug(answer) == "not-found"


@pytest.mark.parametrize("is_sent", [True, False])
async def test_the_thread_says_what_became_of_it_and_nothing_is_unread(
    workspace: Workspace, is_sent: bool
) -> None:
    _, path = await workspace.start()
    agent = workspace.agent()
    await agent.post(f"{path}/read", {"seq": 1})
    await agent.post(f"{path}/close")
    told = {
        "delivery_id": "d1",
        "purpose": "transcript",
        "channel": "email",
        "conversation_id": path.rpartition("/")[2],
        "agent_id": None,
        "request_id": "r1",
        "to": "m…@shop.example",
    }
    fact = (
        NotificationSent.model_validate(told)
        if is_sent
        else NotificationFailed.model_validate(told | {"reason": "Refused (550)."})
    )
    event = envelope(
        fact,
        event_id=clock.new_id(),
        source="/tests",
        subject="d1",
        workspace_id=workspace.id,
        sequence=1,
        time=clock.now(),
        traceparent=telemetry.new_traceparent(),
    )
    hear = consumers.notification_sent if is_sent else consumers.notification_failed
    await workspace.chat.mongo.transact(lambda tx: hear(workspace.chat, tx, event))  # type: ignore[arg-type]  # the one of the two that fits
    line = (await agent.thread(path))[-1]
    assert (line["author"]["kind"], line["seq"]) == ("system", 2)
    assert line["text"] == (
        "Transcript sent to m…@shop.example"
        if is_sent
        else "The transcript could not be sent to m…@shop.example. Refused (550)."
    )
    row = (await agent.get(path)).json()
    assert (row["status"], row["unread"], row["last_responder"]) == ("closed", 0, None)
