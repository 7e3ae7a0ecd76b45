"""What admins do with endpoints, over HTTP."""

import asyncio

import pytest

from shared import clock
from shared.contracts.webhooks import ENDPOINTS_PER_WORKSPACE
from tests.integration.webhooks.conftest import Desk
from tests.integration.webhooks.receiver import Receiver

SHOWN = {
    "id",
    "url",
    "description",
    "event_types",
    "is_enabled",
    "disabled_reason",
    "failing_since",
    "last_delivered_at",
    "created_at",
    "updated_at",
}


async def test_an_endpoint_is_made_listed_changed_and_removed(desk: Desk) -> None:
    made = await desk.endpoint("/a", description=" Billing ", event_types=["ticket.created.v1"])
    assert made["secret"].startswith("whsec_")
    listed = await desk.ask("GET")
    (only,) = listed["items"]
    assert only.keys() == SHOWN
    assert only == await desk.shown(made)
    assert (only["description"], only["is_enabled"]) == ("Billing", True)
    assert "conversation.closed.v1" in listed["event_types"]
    wanted = {"description": "Ours", "event_types": [], "is_enabled": False}
    changed = await desk.ask("PATCH", f"/{made['id']}", wanted)
    assert {name: changed[name] for name in wanted} == wanted
    assert changed["url"] == only["url"]
    await desk.ask("DELETE", f"/{made['id']}")
    assert (await desk.ask("GET"))["items"] == []
    assert (await desk.asked("GET", f"/{made['id']}")).status_code == 404


async def test_the_secret_is_told_once(desk: Desk) -> None:
    made = await desk.endpoint()
    rotated = await desk.ask("POST", f"/{made['id']}/secret")
    answers = [
        await desk.asked("GET"),
        await desk.asked("GET", f"/{made['id']}"),
        await desk.asked("PATCH", f"/{made['id']}", {"description": "x"}),
    ]
    for answer in answers:
        assert "whsec_" not in answer.text
    assert rotated["secret"] != made["secret"]


async def test_a_repeated_create_makes_one(desk: Desk, receiver: Receiver) -> None:
    wanted = {"client_id": "c1", "url": receiver.url()}
    answers = await asyncio.gather(*(desk.ask("POST", "", wanted) for _ in range(3)))
    assert len({answer["endpoint"]["id"] for answer in answers}) == 1
    assert len((await desk.ask("GET"))["items"]) == 1


async def test_a_workspace_has_no_more_than_it_may(desk: Desk, receiver: Receiver) -> None:
    wanted = [
        {"client_id": clock.new_id(), "url": receiver.url()}
        for _ in range(ENDPOINTS_PER_WORKSPACE + 3)
    ]
    answers = await asyncio.gather(*(desk.asked("POST", "", each) for each in wanted))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [201] * ENDPOINTS_PER_WORKSPACE + [409] * 3
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["type"] == "urn:parley:problem:too-many-webhooks"
    assert (await desk.other().asked("POST", "", wanted[0])).status_code == 201


async def test_of_another_workspace_there_is_nothing(desk: Desk) -> None:
    made = await desk.endpoint()
    await desk.happens()
    (delivery,) = await desk.log(made)
    other, path = desk.other(), f"/{made['id']}"
    asked = [
        ("GET", path, None),
        ("PATCH", path, {"is_enabled": False}),
        ("DELETE", path, None),
        ("POST", f"{path}/secret", None),
        ("POST", f"{path}/test", None),
        ("POST", f"{path}/redeliver", {"since": "2026-01-01T00:00:00Z"}),
        ("GET", f"{path}/deliveries", None),
        ("POST", f"{path}/deliveries/{delivery['id']}/redeliver", None),
    ]
    for method, where, body in asked:
        assert (await other.asked(method, where, body)).status_code == 404, (method, where)
    mine = await other.endpoint()
    borrowed = await other.asked("POST", f"/{mine['id']}/deliveries/{delivery['id']}/redeliver")
    assert borrowed.status_code == 404
    assert await desk.log(made) == [delivery]


async def test_whoever_is_no_admin_is_told_so(desk: Desk) -> None:
    made = await desk.endpoint()
    for method, path in (("GET", ""), ("GET", f"/{made['id']}"), ("DELETE", f"/{made['id']}")):
        answer = await desk.asked(method, path, role="agent")
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:parley:problem:forbidden")


@pytest.mark.parametrize(
    ("url", "what_to_do"),
    [
        ("http://10.0.0.1/", "public address"),
        ("https://10.0.0.1/", "public address"),
        ("https://[::ffff:10.0.0.1]/", "public address"),
        ("https://169.254.169.254/latest/meta-data/", "public address"),
        ("http://1.1.1.1/", "https://"),
        ("https://mia:word@hooks.example.com/", "user name"),
        ("ftp://hooks.example.com/", "whole address"),
        ("https://no-such-name.invalid/", "not known"),
    ],
)
async def test_an_address_that_may_not_be_called_is_refused_with_what_to_do(
    desk: Desk, url: str, what_to_do: str
) -> None:
    made = await desk.endpoint()
    wanted = {"client_id": "c1", "url": url}
    for answer in (
        await desk.asked("POST", "", wanted),
        await desk.asked("PATCH", f"/{made['id']}", {"url": url}),
    ):
        assert answer.status_code == 422
        assert answer.json()["type"] == "urn:parley:problem:address-not-allowed"
        assert what_to_do in answer.json()["detail"]
    assert len((await desk.ask("GET"))["items"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": 7},
        {"url": ""},
        {"url": {"$ne": None}},
        {"url": "https://" + "a" * 2000},
        {"description": "x" * 201},
        {"event_types": ["roster.changed.v1"]},
        {"event_types": "conversation.closed.v1"},
        {"event_types": [{"$regex": "."}]},
        {"client_id": ""},
        {"workspace_id": "other"},
        {"secret": "whsec_mine"},
    ],
)
async def test_what_makes_no_sense_is_refused(
    desk: Desk, receiver: Receiver, wrong: dict[str, object]
) -> None:
    wanted = {"client_id": "c1", "url": receiver.url()} | wrong
    assert (await desk.asked("POST", "", wanted)).status_code == 422
    assert (await desk.ask("GET"))["items"] == []


async def test_the_log_is_read_page_by_page_newest_first(desk: Desk) -> None:
    made = await desk.endpoint()
    said = [await desk.happens() for _ in range(5)]
    seen: list[str] = []
    query: dict[str, str] = {}
    while True:
        page = await desk.ask("GET", f"/{made['id']}/deliveries", limit=2, **query)
        seen += [item["event_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query = {"cursor": page["next_cursor"]}
    assert seen == said[::-1]
    assert await desk.log(made, state="failed") == []
    for wrong in ({"limit": 0}, {"limit": 1000}, {"state": "lost"}, {"cursor": "$ne"}):
        answer = await desk.asked("GET", f"/{made['id']}/deliveries", **wrong)
        assert answer.status_code == 422


async def test_with_an_endpoint_all_that_was_kept_for_it_goes(desk: Desk) -> None:
    made, _ = await desk.endpoint("/a"), await desk.endpoint("/b")
    await desk.happens()
    assert len(await desk.rows()) == 2
    await desk.ask("DELETE", f"/{made['id']}")
    assert [row["endpoint_id"] == made["id"] for row in await desk.rows()] == [False]
