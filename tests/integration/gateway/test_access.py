"""Who may pass: plans, the switch, roles, tokens, other sites, other workspaces."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import jwt
import pytest

from gateway.api import forwarding
from tests import plain
from tests.integration.gateway.conftest import Gateway, Office

CONVERSATIONS = "/api/v1/conversations"
OWN_MESSAGES = "/widget/v1/conversation/messages"

ON_EVERY_PLAN = [
    entry
    for entry in forwarding.TABLE
    if entry.path.startswith(("/api/v1/companies", "/api/v1/tickets", "/api/v1/webhooks"))
]
FOR_ADMINS = [entry for entry in forwarding.TABLE if entry.path.startswith("/api/v1/webhooks")]
WITH_LIVE_CHAT = [entry for entry in forwarding.TABLE if entry not in ON_EVERY_PLAN]


@asynccontextmanager
async def shown(gateway: Gateway, token: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a bearer token."""
    headers = {"Authorization": f"Bearer {token}"}
    async with plain.client(gateway.url, headers=headers) as http:
        yield http


@pytest.mark.parametrize(
    "entry", forwarding.TABLE, ids=lambda entry: f"{entry.method} {entry.path}"
)
async def test_nobody_passes_without_proof_and_no_service_is_asked(
    gateway: Gateway, office: Office, entry: forwarding.Forwarded
) -> None:
    path = path_of(entry)
    is_visitors = path.startswith("/widget")
    async with office.signed_in(office.ann) as agent, shown(gateway, "parley_forged") as forger:
        wrong_kind = await agent.request(
            entry.method,
            path,
            headers={} if is_visitors else {"Authorization": f"Bearer {office.visitor_token()}"},
        )
        forged = await forger.request(entry.method, path)
    async with plain.client(gateway.url) as stranger:
        nobody = await stranger.request(entry.method, path)
    assert [a.status_code for a in (nobody, forged, wrong_kind)] == [401, 401, 401]
    assert gateway.upstream.asked == []


@pytest.mark.parametrize("entry", WITH_LIVE_CHAT, ids=lambda entry: f"{entry.method} {entry.path}")
async def test_below_the_plan_every_live_chat_route_names_the_plan_needed(
    gateway: Gateway, entry: forwarding.Forwarded
) -> None:
    office = await gateway.office("starter")
    answer = await _called(office, entry)
    assert answer.status_code == 402
    problem = answer.json()
    assert problem["type"] == "urn:parley:problem:plan-required"
    assert (problem["plan"], problem["plan_needed"]) == ("starter", "pro")
    assert gateway.upstream.asked == []


@pytest.mark.parametrize("entry", WITH_LIVE_CHAT, ids=lambda entry: f"{entry.method} {entry.path}")
async def test_switched_off_every_live_chat_route_says_so(
    gateway: Gateway, entry: forwarding.Forwarded
) -> None:
    office = await gateway.office(live_chat_enabled=False)
    answer = await _called(office, entry)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:parley:problem:live-chat-off"
    assert gateway.upstream.asked == []


@pytest.mark.parametrize("entry", ON_EVERY_PLAN, ids=lambda entry: f"{entry.method} {entry.path}")
async def test_tickets_are_reached_on_every_plan(
    gateway: Gateway, entry: forwarding.Forwarded
) -> None:
    office = await gateway.office("free")
    assert (await _called(office, entry)).status_code == 200
    [asked] = gateway.upstream.asked
    assert (asked.method, asked.path) == (entry.method, path_of(entry))
    assert asked.principal["workspace_id"] == office.workspace.id


def path_of(entry: forwarding.Forwarded) -> str:
    """A path that the entry's matches."""
    return re.sub(r"\{\w+\}", "c1-device", entry.path)


async def _called(office: Office, entry: forwarding.Forwarded) -> httpx.Response:
    """``entry`` by someone who would be let in."""
    path = path_of(entry)
    if path.startswith("/widget"):
        async with shown(office.gateway, office.visitor_token()) as http:
            return await http.request(entry.method, path)
    async with office.signed_in(office.ann if entry in FOR_ADMINS else office.ben) as http:
        return await http.request(entry.method, path)


@pytest.mark.parametrize("entry", FOR_ADMINS, ids=lambda entry: f"{entry.method} {entry.path}")
async def test_what_is_for_admins_no_other_agent_reaches(
    gateway: Gateway, office: Office, entry: forwarding.Forwarded
) -> None:
    async with office.signed_in(office.ben) as ben:
        answer = await ben.request(entry.method, path_of(entry))
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:parley:problem:forbidden")
    assert gateway.upstream.asked == []


async def test_switching_off_holds_for_the_very_next_request(office: Office) -> None:
    async with office.signed_in(office.ann) as ann:
        assert (await ann.get(CONVERSATIONS)).status_code == 200
        for is_on, status in ((False, 403), (True, 200)):
            changed = await ann.patch("/api/v1/workspace", json={"live_chat_enabled": is_on})
            assert changed.json()["live_chat_enabled"] is is_on
            assert (await ann.get(CONVERSATIONS)).status_code == status


async def test_services_learn_who_calls_and_nothing_that_proves_it(
    gateway: Gateway, office: Office
) -> None:
    async with office.signed_in(office.ben) as ben:
        await ben.get(CONVERSATIONS, headers={"X-Parley-Identity": "forged", "X-Other": "1"})
    async with shown(gateway, office.visitor_token("c7")) as mia:
        await mia.get(OWN_MESSAGES)
    agent, customer = gateway.upstream.asked
    assert agent.principal == {
        "kind": "agent",
        "id": office.ben.id,
        "workspace_id": office.workspace.id,
        "name": "Ben",
        "avatar_url": f"/avatars/{office.ben.id}",
        "role": "agent",
        "conversation_id": None,
    }
    assert customer.principal == {
        "kind": "customer",
        "id": "mia",
        "workspace_id": office.workspace.id,
        "name": "Mia",
        "avatar_url": None,
        "role": None,
        "conversation_id": "c7",
    }
    for asked in (agent, customer):
        assert not {"cookie", "authorization", "x-other"} & asked.headers.keys()


async def test_only_admins_see_and_change_the_workspace(office: Office) -> None:
    async with office.signed_in(office.ben) as ben:
        assert (await ben.get("/api/v1/workspace")).status_code == 403
        assert (await ben.patch("/api/v1/workspace", json={"plan": "free"})).status_code == 403
    async with office.signed_in(office.ann) as ann:
        assert (await ann.get("/api/v1/workspace")).json()["plan"] == "pro"


async def test_a_workspace_changes_only_in_what_is_given(office: Office) -> None:
    async with office.signed_in(office.ann) as ann:
        answer = await ann.patch(
            "/api/v1/workspace",
            json={"widget": {"allowed_origins": ["https://Shop.example"]}, "name": "Acme Ltd"},
        )
    workspace = answer.json()
    assert workspace["widget"]["allowed_origins"] == ["https://shop.example"]
    assert workspace["widget"]["color"] == office.workspace.widget.color
    assert (workspace["name"], workspace["key"]) == ("Acme Ltd", office.workspace.key)


@pytest.mark.parametrize(
    "patch",
    [
        {"plan": "golden"},
        {"live_chat_enabled": "yes"},
        {"key": "mine"},
        {"widget": {"color": "red"}},
        {"widget": {"allowed_origins": ["javascript:alert(1)"]}},
        {"widget": {"allowed_origins": {"$ne": 1}}},
        {"name": "   "},
    ],
)
async def test_a_workspace_refuses_what_makes_no_sense(office: Office, patch: object) -> None:
    async with office.signed_in(office.ann) as ann:
        assert (await ann.patch("/api/v1/workspace", json=patch)).status_code == 422


async def test_colleagues_are_those_of_the_own_workspace(gateway: Gateway, office: Office) -> None:
    await gateway.office()
    async with office.signed_in(office.ben) as ben:
        items = (await ben.get("/api/v1/agents")).json()["items"]
    assert [item["id"] for item in items] == [office.ann.id, office.ben.id]


async def test_an_api_token_acts_for_its_agent_until_it_is_revoked(
    gateway: Gateway, office: Office
) -> None:
    async with office.signed_in(office.ben) as ben, office.signed_in(office.ann) as ann:
        made = await ben.post("/api/v1/tokens", json={"name": "Reports"})
        token = made.json()
        assert (made.status_code, token["token"][:7]) == (201, "parley_")
        listed = (await ben.get("/api/v1/tokens")).json()["items"]
        assert [(item["name"], "token" in item) for item in listed] == [("Reports", False)]
        async with shown(gateway, token["token"]) as program:
            who = (await program.get("/api/v1/session")).json()
            assert who["agent"]["id"] == office.ben.id
            foreign = {"Origin": "https://evil.example"}
            assert (await program.post(f"{CONVERSATIONS}/c1/read", headers=foreign)).is_success
            assert (await ann.delete(f"/api/v1/tokens/{token['id']}")).status_code == 404
            assert (await ben.delete(f"/api/v1/tokens/{token['id']}")).status_code == 204
            assert (await program.get("/api/v1/session")).status_code == 401


async def test_a_cookie_moves_nothing_on_behalf_of_another_site(
    gateway: Gateway, office: Office
) -> None:
    async with office.signed_in(office.ann) as ann:
        for header in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "cross-site"},
        ):
            for method, path in (
                ("POST", f"{CONVERSATIONS}/c1/messages"),
                ("PATCH", "/api/v1/workspace"),
                ("DELETE", "/api/v1/session"),
            ):
                answer = await ann.request(method, path, headers=header, json={})
                assert answer.status_code == 403
                assert answer.json()["type"] == "urn:parley:problem:cross-origin"
        assert gateway.upstream.asked == []
        own = {"Origin": gateway.url, "Sec-Fetch-Site": "same-origin"}
        assert (await ann.post(f"{CONVERSATIONS}/c1/messages", headers=own, json={})).is_success


async def test_a_path_that_is_no_id_is_not_found(gateway: Gateway, office: Office) -> None:
    async with office.signed_in(office.ann) as ann:
        for wrong in ("%2e%2e", "a b", "a%0d%0ab", "x" * 65, "%24ne", "ü"):
            assert (await ann.get(f"{CONVERSATIONS}/{wrong}/messages")).status_code == 404
    assert gateway.upstream.asked == []


async def test_expired_and_foreign_tokens_are_nobody(gateway: Gateway, office: Office) -> None:
    stranger = jwt.encode({"aud": "parley-visitor"}, "k" * 32, algorithm="HS256")
    unsigned = jwt.encode(
        jwt.decode(office.visitor_token(), options={"verify_signature": False}),
        "",
        algorithm="none",
    )
    for token in (stranger, unsigned, office.visitor_token()[:-4] + "AAAA"):
        async with shown(gateway, token) as http:
            assert (await http.get(OWN_MESSAGES)).status_code == 401
