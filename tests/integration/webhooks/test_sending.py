"""What is sent, how it is signed, and what becomes of it."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from standardwebhooks import WebhookVerificationError

from shared.patience import Patience
from tests.integration.webhooks.conftest import CLOSED, Desk
from tests.integration.webhooks.receiver import Receiver

LATER = 24 * 3600


async def test_an_event_is_sent_as_it_was_said_and_signed(desk: Desk, receiver: Receiver) -> None:
    endpoint = await desk.endpoint()
    event = desk.event(text="Where is my order?")
    await desk.hear(event)
    await desk.send()
    (got,) = receiver.got
    assert got.body == event.model_dump_json().encode()
    assert json.loads(got.body)["data"]["of_a_newer_version"] == {"n": 1.5}
    assert got.headers["content-type"] == "application/cloudevents+json"
    assert got.id == event.id
    got.is_signed_with(endpoint["secret"])
    with pytest.raises(WebhookVerificationError):
        got.is_signed_with((await desk.endpoint("/other"))["secret"])


async def test_the_log_says_what_became_of_it(desk: Desk, receiver: Receiver) -> None:
    endpoint = await desk.endpoint()
    event_id = await desk.happens(subject="c7")
    (pending,) = await desk.log(endpoint)
    assert (pending["state"], pending["attempts"]) == ("pending", [])
    assert pending["next_attempt_at"] is not None
    await desk.send()
    (delivered,) = await desk.log(endpoint)
    (attempt,) = delivered["attempts"]
    assert delivered | {"attempts": [], "id": ""} == {
        "id": "",
        "event_id": event_id,
        "event_type": CLOSED,
        "subject": "c7",
        "state": "delivered",
        "attempts": [],
        "next_attempt_at": None,
        "created_at": delivered["created_at"],
        "can_be_redelivered": True,
        "reason": None,
    }
    assert (attempt["status"], attempt["error"]) == (204, None)
    assert (await desk.shown(endpoint))["last_delivered_at"] is not None


async def test_a_delivery_is_shown_by_itself_to_its_workspace_alone(desk: Desk) -> None:
    endpoint = await desk.endpoint()
    await desk.happens()
    (delivery,) = await desk.log(endpoint)
    path = f"/{endpoint['id']}/deliveries/{delivery['id']}"
    assert await desk.ask("GET", path) == delivery
    assert (await desk.other().asked("GET", path)).status_code == 404
    other = await desk.endpoint("/other")
    assert (await desk.asked("GET", path.replace(endpoint["id"], other["id"]))).status_code == 404


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 410, 429, 500, 503])
async def test_whatever_is_not_2xx_is_tried_again_under_the_same_id(
    desk: Desk, receiver: Receiver, status: int
) -> None:
    endpoint = await desk.endpoint()
    receiver.answer("/", status, Location=receiver.url("/elsewhere"))
    event_id = await desk.happens()
    await desk.send()
    (failing,) = await desk.log(endpoint)
    assert (failing["state"], failing["attempts"][0]["status"]) == ("pending", status)
    assert str(status) in failing["attempts"][0]["error"]
    assert (await desk.shown(endpoint))["failing_since"] is not None
    receiver.answers.clear()
    await desk.send()
    assert receiver.ids() == [event_id, event_id]
    assert receiver.at("/elsewhere") == []
    (delivered,) = await desk.log(endpoint)
    assert (delivered["state"], len(delivered["attempts"])) == ("delivered", 2)
    assert (await desk.shown(endpoint))["failing_since"] is None


@pytest.mark.parametrize(("status", "header"), [(429, "120"), (503, "date")])
async def test_who_is_busy_and_says_until_when_is_not_called_before(
    desk: Desk, receiver: Receiver, status: int, header: str
) -> None:
    desk = desk.with_(patience=Patience(0.001, 3600.0, 3 * 24 * 3600.0))
    endpoint = await desk.endpoint()
    if header == "date":
        header = format_datetime(datetime.now(UTC) + timedelta(minutes=2), usegmt=True)
    receiver.answer("/", status, **{"Retry-After": header})
    await desk.happens()
    await desk.send()
    (waiting,) = await desk.log(endpoint)
    next_at = datetime.fromisoformat(waiting["next_attempt_at"])
    assert timedelta(seconds=60) < next_at - datetime.now(UTC) <= timedelta(seconds=121)
    await desk.send()
    assert len(receiver.got) == 1


async def test_of_any_other_answer_retry_after_is_not_heeded(
    desk: Desk, receiver: Receiver
) -> None:
    desk = desk.with_(patience=Patience(0.001, 3600.0, 3 * 24 * 3600.0))
    await desk.endpoint()
    receiver.answer("/", 301, **{"Retry-After": "120"})
    await desk.happens()
    await desk.send()
    await desk.send()
    assert len(receiver.got) == 2


async def test_it_is_given_up_after_its_time_with_what_was_answered_last(
    desk: Desk, receiver: Receiver
) -> None:
    endpoint = await desk.endpoint()
    receiver.answer("/", 500)
    await desk.happens()
    await desk.send()
    desk.time.at += 3 * desk.webhooks.tolerance.lasting
    await desk.send()
    (failed,) = await desk.log(endpoint)
    assert (failed["state"], failed["next_attempt_at"]) == ("failed", None)
    assert failed["attempts"][-1]["error"] == "It answered 500."


async def test_who_does_not_answer_in_time_has_not_answered(desk: Desk, receiver: Receiver) -> None:
    endpoint = await desk.endpoint()
    receiver.hanging.add("/")
    await desk.happens()
    await desk.send()
    (waiting,) = await desk.log(endpoint)
    (attempt,) = waiting["attempts"]
    assert (attempt["status"], attempt["error"]) == (None, "There was no answer within 2 seconds.")
    assert attempt["milliseconds"] >= 2000


async def test_who_is_not_there_has_not_answered(desk: Desk) -> None:
    endpoint = await desk.endpoint(url="http://127.0.0.1:1/")
    await desk.happens()
    await desk.send()
    (waiting,) = await desk.log(endpoint)
    assert waiting["attempts"][0]["error"] == "No connection could be made."


async def test_an_endpoint_gets_what_it_chose_and_an_open_one_everything_offered(
    desk: Desk, receiver: Receiver
) -> None:
    await desk.endpoint("/some", event_types=["ticket.created.v1"])
    await desk.endpoint("/all")
    closed, created = await desk.happens(), await desk.happens("ticket.created.v1")
    await desk.send()
    assert receiver.ids("/some") == [created]
    assert sorted(receiver.ids("/all")) == [closed, created]


async def test_an_event_that_is_heard_twice_is_sent_once(desk: Desk, receiver: Receiver) -> None:
    await desk.endpoint()
    event = desk.event()
    await desk.hear(event, event)
    await desk.send()
    assert receiver.ids() == [event.id]


async def test_where_nobody_is_to_be_told_nothing_is_written_down(desk: Desk) -> None:
    await desk.endpoint(event_types=["ticket.created.v1"])
    await desk.happens()
    inbox = desk.webhooks.mongo.collection("inbox")
    assert await inbox.count_documents({}) == 0
    await desk.happens("ticket.created.v1")
    assert await inbox.count_documents({}) == 1


async def test_no_workspace_is_told_of_what_happens_in_another(
    desk: Desk, receiver: Receiver
) -> None:
    await desk.endpoint()
    await desk.other().happens()
    await desk.send()
    assert receiver.got == []


async def test_for_a_day_the_old_secret_signs_beside_the_new_one(
    desk: Desk, receiver: Receiver
) -> None:
    endpoint = await desk.endpoint()
    new = (await desk.ask("POST", f"/{endpoint['id']}/secret"))["secret"]
    assert new != endpoint["secret"]
    await desk.happens()
    await desk.send()
    receiver.got[0].is_signed_with(endpoint["secret"])
    receiver.got[0].is_signed_with(new)
    desk.time.at += 2 * desk.webhooks.tolerance.lasting
    await desk.happens()
    await desk.send()
    assert receiver.got[1].headers["webhook-signature"].count("v1,") == 1


async def test_what_was_delivered_can_be_sent_again_under_the_same_id(
    desk: Desk, receiver: Receiver
) -> None:
    endpoint = await desk.endpoint()
    event_id = await desk.happens()
    await desk.send()
    (delivered,) = await desk.log(endpoint)
    again = await desk.redelivered(endpoint, delivered)
    assert (again.status_code, again.json()["state"]) == (202, "pending")
    await desk.send()
    assert receiver.ids() == [event_id, event_id]
    assert len((await desk.log(endpoint, state="delivered"))[0]["attempts"]) == 2


async def test_all_that_failed_since_a_moment_can_be_sent_again(
    desk: Desk, receiver: Receiver
) -> None:
    endpoint = await desk.endpoint()
    receiver.answer("/", 500)
    desk = desk.with_(patience=desk.webhooks.patience.__class__(0.0, 0.0, 0.0))
    early, since = await desk.happens(), None
    await desk.send()
    desk.time.at += desk.webhooks.tolerance.lasting / 3
    since = desk.time.at.isoformat()
    late = [await desk.happens(), await desk.happens()]
    await desk.send()
    assert len(await desk.log(endpoint, state="failed")) == 3
    receiver.answers.clear()
    receiver.got.clear()
    answer = await desk.ask("POST", f"/{endpoint['id']}/redeliver", {"since": since})
    await desk.send()
    assert answer == {"count": 2}
    assert sorted(receiver.ids()) == sorted(late)
    assert early not in receiver.ids()


async def test_a_test_goes_to_that_endpoint_alone_and_is_tried_once(
    desk: Desk, receiver: Receiver
) -> None:
    endpoint, _ = await desk.endpoint("/a"), await desk.endpoint("/b")
    receiver.answer("/a", 500)
    answer = await desk.asked("POST", f"/{endpoint['id']}/test")
    assert (answer.status_code, answer.json()["event_type"]) == (202, "webhook.tested.v1")
    await desk.send()
    (got,) = receiver.got
    got.is_signed_with(endpoint["secret"])
    assert (got.path, json.loads(got.body)["type"]) == ("/a", "webhook.tested.v1")
    assert (await desk.log(endpoint))[0]["state"] == "failed"
    assert await desk.said() == []
