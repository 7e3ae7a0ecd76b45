"""Signing in, staying signed in, and signing out, over HTTP."""

from collections.abc import AsyncIterator

import httpx

from gateway.identity import use_cases
from tests.eventually import eventually
from tests.integration.gateway.conftest import PASSWORD, Gateway, Office


async def test_an_agent_signs_in_and_is_told_who_and_where_they_are(office: Office) -> None:
    async with office.signed_in(office.ann) as http:
        session = (await http.get("/api/v1/session")).json()
    assert session["agent"] == {
        "id": office.ann.id,
        "name": "Ann Lee",
        "avatar_url": f"/avatars/{office.ann.id}",
        "email": office.ann.email,
        "role": "admin",
    }
    assert session["workspace"]["key"] == office.workspace.key
    assert (session["plan"], session["features"]) == ("pro", ["live_chat"])


async def test_the_session_cookie_is_out_of_reach_of_scripts(office: Office) -> None:
    async with httpx.AsyncClient(base_url=office.gateway.url) as http:
        answer = await http.post(
            "/api/v1/session", json={"email": office.ann.email.upper(), "password": PASSWORD}
        )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("parley_session=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=1209600"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


async def test_over_https_the_cookie_is_bound_to_the_host(office: Office) -> None:
    async with (
        office.gateway.another(PARLEY_PUBLIC_URL="https://chat.example") as other,
        httpx.AsyncClient(base_url=other.url) as http,
    ):
        answer = await http.post(
            "/api/v1/session", json={"email": office.ann.email, "password": PASSWORD}
        )
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-parley_session=")
    assert {"Secure", "Path=/"} <= set(cookie.split("; "))
    assert "strict-transport-security" in answer.headers


async def test_a_wrong_password_and_an_unknown_address_look_the_same(office: Office) -> None:
    async with httpx.AsyncClient(base_url=office.gateway.url) as http:
        wrong = await http.post(
            "/api/v1/session", json={"email": office.ann.email, "password": "wrong horse"}
        )
        unknown = await http.post(
            "/api/v1/session", json={"email": "nobody@x.example", "password": PASSWORD}
        )
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["type"] == "urn:parley:problem:unauthenticated"


async def test_only_failures_of_signing_in_are_limited(office: Office) -> None:
    async with httpx.AsyncClient(base_url=office.gateway.url) as http:
        right = {"email": office.ann.email, "password": PASSWORD}
        wrong = right | {"password": "wrong horse"}
        for _ in range(12):
            assert (await http.post("/api/v1/session", json=right)).status_code == 201
        for _ in range(10):
            assert (await http.post("/api/v1/session", json=wrong)).status_code == 401
        refused = await http.post("/api/v1/session", json=wrong)
        forged = await http.post(
            "/api/v1/session", json=wrong, headers={"X-Forwarded-For": "203.0.113.9"}
        )
        another = await http.post("/api/v1/session", json=right | {"email": office.ben.email})
    assert refused.status_code == forged.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 120
    assert another.status_code == 201


async def test_after_signing_out_the_cookie_is_worth_nothing(office: Office) -> None:
    async with office.signed_in(office.ann) as http:
        cookies = dict(http.cookies)
        out = await http.delete("/api/v1/session")
        assert (out.status_code, dict(http.cookies)) == (204, {})
        async with httpx.AsyncClient(base_url=office.gateway.url, cookies=cookies) as thief:
            assert (await thief.get("/api/v1/session")).status_code == 401


async def test_signing_out_is_heard_by_every_gateway_within_half_a_second(
    office: Office,
) -> None:
    async with (
        office.signed_in(office.ann) as http,
        office.gateway.another() as other,
        httpx.AsyncClient(base_url=other.url, cookies=dict(http.cookies)) as elsewhere,
    ):

        async def is_nobody() -> bool:
            return (await elsewhere.get("/api/v1/session")).status_code == 401

        assert not await is_nobody()
        await http.delete("/api/v1/session")
        await eventually(is_nobody, seconds=0.5)


async def test_a_new_password_ends_every_session(office: Office) -> None:
    async with office.signed_in(office.ann) as one, office.signed_in(office.ann) as two:
        await use_cases.set_password(office.gateway.identity, office.ann.email, "battery staple")

        async def are_nobody() -> bool:
            answers = [await http.get("/api/v1/session") for http in (one, two)]
            return [answer.status_code for answer in answers] == [401, 401]

        await eventually(are_nobody, seconds=2)


async def test_a_sign_in_that_another_site_sends_is_refused(office: Office) -> None:
    right = {"email": office.ann.email, "password": PASSWORD}
    async with httpx.AsyncClient(base_url=office.gateway.url) as http:
        for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = await http.post("/api/v1/session", json=right, headers=header)
            assert answer.status_code == 403
            assert answer.json()["type"] == "urn:parley:problem:cross-origin"
        own = await http.post("/api/v1/session", json=right, headers={"Origin": office.gateway.url})
    assert own.status_code == 201


async def test_bad_input_is_named_and_never_repeated(gateway: Gateway) -> None:
    bodies: list[object] = [
        {"email": {"$ne": None}, "password": "x"},
        {"email": "ann@x.example", "password": ["secret"]},
        {"email": "ann@x.example", "password": "secret", "admin": True},
        {},
        [],
        "secret",
    ]
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        for body in bodies:
            answer = await http.post("/api/v1/session", json=body)
            assert answer.status_code == 422
            assert answer.json()["errors"]
            assert "secret" not in answer.text


async def test_a_body_that_is_too_large_is_told_the_limit(gateway: Gateway) -> None:
    async def undeclared() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 40_000

    async with httpx.AsyncClient(base_url=gateway.url) as http:
        for content in (b"x" * (64 * 1024 + 1), undeclared()):
            answer = await http.post("/api/v1/session", content=content)
            assert answer.status_code == 413
            assert answer.json()["type"] == "urn:parley:problem:too-large"
            assert answer.json()["limit_bytes"] == 64 * 1024
