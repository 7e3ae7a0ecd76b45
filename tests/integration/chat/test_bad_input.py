"""What makes no sense is answered with a problem that says so, and changes nothing."""

from typing import Any

import pytest

from shared.identity import HEADER
from tests.integration.chat.callers import AGENTS, OWN, Workspace, new_id, opening, slug

OPERATOR = {"$ne": None}

BAD_MESSAGES: list[dict[str, Any]] = [
    {"text": ""},
    {"text": " \n\t\u00a0"},
    {"text": "x" * 10_001},
    {"text": OPERATOR},
    {"text": None},
    {"text": 7},
    {"text": ["Hello"]},
    {"text": "Hello", "unknown": 1},
    {"text": "Hello", "client_id": OPERATOR},
    {"text": "Hello", "client_id": ""},
    {"text": "Hello", "client_id": "a b"},
    {"text": "Hello", "client_id": "x" * 101},
    {"text": "Hello", "attachment_ids": "f1"},
    {"text": "Hello", "attachment_ids": [OPERATOR]},
    {"text": "Hello", "attachment_ids": ["../f1"]},
    {"text": "Hello", "attachment_ids": ["f"] * 11},
    {"text": "Hello", "seq": 1},
    {"text": "Hello", "author": {"kind": "system", "id": "x", "name": "x"}},
]
BAD_REPLIES: list[dict[str, Any]] = [
    {"text": "Hello", "last_seen_seq": "1"},
    {"text": "Hello", "last_seen_seq": -1},
    {"text": "Hello", "last_seen_seq": 1.5},
    {"text": "Hello", "last_seen_seq": True},
    {"text": "Hello", "last_seen_seq": OPERATOR},
    {"text": "Hello", "send_anyway": "yes"},
    {"text": "Hello", "send_anyway": 1},
]
BAD_STARTS: list[dict[str, Any]] = [
    {"name": ""},
    {"name": "  "},
    {"name": "x" * 101},
    {"name": OPERATOR},
    {"email": "nobody"},
    {"email": "a@b, c@d.example"},
    {"email": "victim@shop.example\r\nBcc: all@shop.example"},
    {"email": OPERATOR},
    {"text": " "},
    {"text": "x" * 10_001},
    {"client_id": None},
    {"workspace_id": "another"},
]


@pytest.mark.parametrize("members", BAD_MESSAGES)
async def test_a_message_is_refused_from_either_side(
    workspace: Workspace, members: dict[str, Any]
) -> None:
    customer, path = await workspace.start()
    agent = workspace.agent()

    for caller, own_path in ((customer, OWN), (agent, path)):
        answer = await caller.post(f"{own_path}/messages", {"client_id": new_id()} | members)
        assert (answer.status_code, slug(answer)) == (422, "invalid")
        assert answer.json()["errors"]

    assert len(await agent.thread(path)) == 1


@pytest.mark.parametrize("members", BAD_REPLIES)
async def test_a_reply_is_refused(workspace: Workspace, members: dict[str, Any]) -> None:
    _, path = await workspace.start()

    answer = await workspace.agent().say(path, **members)

    assert (answer.status_code, slug(answer)) == (422, "invalid")


async def test_the_reply_guard_is_not_a_customers_to_ask_for(workspace: Workspace) -> None:
    customer, _ = await workspace.start()

    assert (await customer.say(OWN, send_anyway=True)).status_code == 422


@pytest.mark.parametrize("members", BAD_STARTS)
async def test_a_start_is_refused(workspace: Workspace, members: dict[str, Any]) -> None:
    answer = await workspace.newcomer().post("/widget/v1/conversations", opening() | members)

    assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert (await workspace.agent().get(f"{AGENTS}/counts")).json() == {"active": 0, "closed": 0}


@pytest.mark.parametrize("text", ["\\ud800", "ok \\udfff", "\\ud83d x"])
async def test_half_a_character_is_refused(workspace: Workspace, text: str) -> None:
    customer, _ = await workspace.start()
    body = f'{{"client_id": "{new_id()}", "text": "{text}"}}'

    answer = await customer.post_raw(
        f"{OWN}/messages", body.encode(), content_type="application/json"
    )

    assert (answer.status_code, slug(answer)) == (422, "invalid")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"text": "\xff"}'])
async def test_what_is_no_json_object_is_refused(workspace: Workspace, body: bytes) -> None:
    customer, _ = await workspace.start()

    answer = await customer.post_raw(f"{OWN}/messages", body, content_type="application/json")

    assert answer.status_code in {400, 422}
    slug(answer)


async def test_the_longest_text_passes_however_it_is_written(workspace: Workspace) -> None:
    customer, path = await workspace.start()

    answer = await customer.say(OWN, "😀" * 10_000)

    assert answer.status_code == 201
    assert (await workspace.agent().thread(path))[1]["text"] == "😀" * 10_000


async def test_text_is_kept_as_it_is_whatever_it_looks_like(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    hostile = "<script>alert(1)</script> {{7*7}} ' OR 1=1 \x00 $where \u202e"

    await customer.say(OWN, hostile)

    assert (await workspace.agent().thread(path))[1]["text"] == hostile


@pytest.mark.parametrize("seq", ["1", -1, 1.5, None, OPERATOR, [1]])
async def test_a_read_mark_is_refused(workspace: Workspace, seq: object) -> None:
    _, path = await workspace.start()

    answer = await workspace.agent().post(f"{path}/read", {"seq": seq})

    assert (answer.status_code, slug(answer)) == (422, "invalid")


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "many"},
        {"status": "deleted"},
        {"status": ""},
        {"cursor": "bm9uc2Vuc2U"},
        {"cursor": "$ne"},
        {"cursor": "é"},
        {"q": "x" * 201},
    ],
)
async def test_a_list_is_refused(workspace: Workspace, query: dict[str, str | int]) -> None:
    answer = await workspace.agent().get(AGENTS, **query)

    assert (answer.status_code, slug(answer)) == (422, "invalid")


@pytest.mark.parametrize(
    "query", [{"limit": 201}, {"limit": 0}, {"after_seq": -1}, {"before_seq": 10**30}]
)
async def test_a_thread_is_refused(workspace: Workspace, query: dict[str, int]) -> None:
    _, path = await workspace.start()

    answer = await workspace.agent().get(f"{path}/messages", **query)

    assert (answer.status_code, slug(answer)) == (422, "invalid")


@pytest.mark.parametrize("token", [None, "", "nonsense", "e30.e30.e30"])
async def test_nobody_is_let_in_whom_the_gateway_does_not_name(
    workspace: Workspace, token: str | None
) -> None:
    headers = {} if token is None else {HEADER: token}

    for method, path in (("GET", AGENTS), ("GET", OWN), ("POST", f"{OWN}/attachments")):
        answer = await workspace.http.request(method, path, headers=headers)
        assert (answer.status_code, slug(answer)) == (401, "unauthenticated")
