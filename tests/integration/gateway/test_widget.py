"""What a customer's browser gets before it has a visitor token, and how it gets one."""

import json

import httpx
from aiohttp import web

from gateway.identity.domain import Workspace
from shared.contracts.workspaces import Plan
from tests.integration.gateway.conftest import Gateway, Office

FIRST = {"client_id": "k1", "name": "Mia", "email": "mia@shop.example", "text": "Hello"}
NOW = "2026-11-23T10:00:00.000Z"
MIA = {"kind": "customer", "id": "mia-1", "name": "Mia", "avatar_url": None}
STARTED = {
    "conversation": {
        "id": "c9",
        "version": 1,
        "status": "active",
        "last_seq": 1,
        "read_seq": 1,
        "unread": 0,
        "agents_read_seq": 0,
        "last_responder": None,
        "ticket": None,
        "created_at": NOW,
        "updated_at": NOW,
        "closed_at": None,
        "closed_by": None,
    },
    "message": {
        "id": "m1",
        "conversation_id": "c9",
        "seq": 1,
        "client_id": "k1",
        "author": MIA,
        "text": "Hello",
        "attachments": [],
        "sent_at": NOW,
    },
}


async def _started(_: web.BaseRequest) -> web.StreamResponse:
    return web.json_response(STARTED, status=201)


def _start(workspace: Workspace) -> str:
    return f"/widget/v1/{workspace.key}/conversations"


async def test_a_first_message_gives_a_token_for_that_conversation(
    gateway: Gateway, office: Office
) -> None:
    gateway.upstream.answer = _started
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        answer = await http.post(_start(office.workspace), json=FIRST)
        opened = answer.json()
        assert answer.status_code == 201
        token = opened.pop("token")
        assert opened == STARTED
        await http.get("/widget/v1/conversation", headers={"Authorization": f"Bearer {token}"})
    start, read = gateway.upstream.asked
    assert (start.path, json.loads(start.body)) == ("/widget/v1/conversations", FIRST)
    newcomer, mia = start.principal, read.principal
    assert (newcomer["kind"], newcomer["conversation_id"]) == ("customer", None)
    assert newcomer["id"]
    assert (mia["id"], mia["name"], mia["conversation_id"]) == ("mia-1", "Mia", "c9")
    assert mia["workspace_id"] == newcomer["workspace_id"] == office.workspace.id


async def test_what_the_service_refuses_comes_back_without_a_token(
    gateway: Gateway, office: Office
) -> None:
    async def refused(_: web.BaseRequest) -> web.StreamResponse:
        return web.json_response({"type": "urn:parley:problem:invalid"}, status=422)

    gateway.upstream.answer = refused
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        answer = await http.post(_start(office.workspace), json={})
    assert (answer.status_code, answer.json()) == (422, {"type": "urn:parley:problem:invalid"})
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_first_message_has_a_limit_too(gateway: Gateway, office: Office) -> None:
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        answer = await http.post(_start(office.workspace), content=b"x" * (64 * 1024 + 1))
    assert (answer.status_code, answer.json()["limit_bytes"]) == (413, 64 * 1024)


async def test_starts_are_limited_per_address(office: Office) -> None:
    office.gateway.upstream.answer = _started
    async with (
        office.gateway.another(PARLEY_CONVERSATION_STARTS_PER_MINUTE="3") as other,
        httpx.AsyncClient(base_url=other.url) as http,
    ):
        answers = [await http.post(_start(office.workspace), json=FIRST) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert int(answers[3].headers["retry-after"]) >= 1


async def test_a_trusted_proxy_tells_clients_apart(office: Office) -> None:
    office.gateway.upstream.answer = _started
    settings = {
        "PARLEY_CONVERSATION_STARTS_PER_MINUTE": "1",
        "PARLEY_TRUSTED_PROXIES": '["127.0.0.1"]',
    }
    async with (
        office.gateway.another(**settings) as other,
        httpx.AsyncClient(base_url=other.url) as http,
    ):
        statuses = [
            (await http.post(_start(office.workspace), json=FIRST, headers=headers)).status_code
            for headers in (
                {"X-Forwarded-For": "203.0.113.1"},
                {"X-Forwarded-For": "203.0.113.2"},
                {"X-Forwarded-For": "198.51.100.7, 203.0.113.1"},
            )
        ]
    assert statuses == [201, 201, 429]


async def test_the_configuration_shows_the_workspace_and_its_faces(
    gateway: Gateway, office: Office
) -> None:
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        config = (await http.get(f"/widget/v1/{office.workspace.key}/config")).json()
    assert config == {
        "workspace_name": "Acme",
        "enabled": True,
        "color": office.workspace.widget.color,
        "greeting": office.workspace.widget.greeting,
        "agents": [
            {"id": agent.id, "name": agent.name, "avatar_url": agent.avatar_url}
            for agent in (office.ann, office.ben)
        ],
        "are_agents_online": True,
    }


async def test_a_closed_widget_names_nobody_and_starts_nothing(gateway: Gateway) -> None:
    cases: list[tuple[Plan, bool, int, str]] = [
        ("pro", False, 403, "live-chat-off"),
        ("free", True, 402, "plan-required"),
    ]
    for plan, is_enabled, status, slug in cases:
        office = await gateway.office(plan, live_chat_enabled=is_enabled)
        async with httpx.AsyncClient(base_url=gateway.url) as http:
            config = (await http.get(f"/widget/v1/{office.workspace.key}/config")).json()
            answer = await http.post(_start(office.workspace), json=FIRST)
        assert (config["enabled"], config["agents"]) == (False, [])
        assert answer.status_code == status
        assert answer.json()["type"] == f"urn:parley:problem:{slug}"
    assert gateway.upstream.asked == []


async def test_an_unknown_widget_is_not_found(gateway: Gateway) -> None:
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        for method, path in (
            ("GET", "/widget/v1/nobody/config"),
            ("POST", "/widget/v1/nobody/conversations"),
            ("GET", "/widget/nobody/frame"),
            ("GET", "/widget/nobody.js"),
        ):
            assert (await http.request(method, path)).status_code == 404


async def test_an_avatar_is_a_drawing_of_initials_that_browsers_keep(
    gateway: Gateway, office: Office
) -> None:
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        picture = await http.get(office.ann.avatar_url)
        unknown = await http.get("/avatars/nobody")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "max-age" in picture.headers["cache-control"]
    assert ">AL</text>" in picture.text
    assert unknown.status_code == 404
