"""Passing requests on: what goes through, what does not, limits, and services that are away."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web
from yarl import URL

from shared.contracts.values import FILE_LIMIT_BYTES
from tests.eventually import eventually
from tests.integration.gateway.conftest import Gateway, Office

MESSAGES = "/api/v1/conversations/c1/messages"
UPLOADS = "/api/v1/conversations/c1/attachments"
ENVELOPE_BYTES = 64 * 1024


@pytest.fixture
async def ann(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """An agent's browser."""
    async with office.signed_in(office.ann) as http:
        yield http


async def pieces(size_bytes: int, chunk_bytes: int = 64 * 1024) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for start in range(0, size_bytes, chunk_bytes):
        yield b"x" * min(chunk_bytes, size_bytes - start)


async def test_path_query_body_and_trace_go_through_and_the_answer_comes_back(
    gateway: Gateway, ann: httpx.AsyncClient
) -> None:
    async def answer(_: web.BaseRequest) -> web.StreamResponse:
        headers = {"ETag": '"1"', "Set-Cookie": "evil=1", "Server": "secret"}
        return web.json_response({"said": "yes"}, status=201, headers=headers)

    gateway.upstream.answer = answer
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    answered = await ann.post(
        f"{MESSAGES}?q=a%20b%26c&limit=2",
        json={"text": "Grüß Gott"},
        headers={"traceparent": trace},
    )
    asked = gateway.upstream.asked[0]
    assert (asked.method, asked.body) == ("POST", '{"text":"Grüß Gott"}'.encode())
    assert URL(asked.path).path == MESSAGES
    assert dict(URL(asked.path).query) == {"q": "a b&c", "limit": "2"}
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["traceparent"][3:35] == trace[3:35]
    assert (answered.status_code, answered.json()) == (201, {"said": "yes"})
    assert answered.headers["etag"] == '"1"'
    assert not {"set-cookie", "server"} & answered.headers.keys()
    assert answered.headers["x-content-type-options"] == "nosniff"
    assert answered.headers["cache-control"] == "no-store"


async def test_what_is_passed_on_is_measured_by_its_route_and_not_by_its_path(
    gateway: Gateway, ann: httpx.AsyncClient
) -> None:
    route = "/api/v1/conversations/{conversation_id}/messages"
    name = f'parley_http_request_seconds_count{{method="GET",route="{route}",status="200"}}'
    before = (await gateway.metrics()).get(name, 0)
    assert (await ann.get(MESSAGES)).status_code == 200
    assert (await gateway.metrics())[name] == before + 1


async def test_problems_of_a_service_come_back_as_they_are(
    gateway: Gateway, ann: httpx.AsyncClient
) -> None:
    problem = {"type": "urn:parley:problem:newer-reply", "status": 409, "missed": []}

    async def answer(_: web.BaseRequest) -> web.StreamResponse:
        return web.json_response(problem, status=409, content_type="application/problem+json")

    gateway.upstream.answer = answer
    answered = await ann.post(MESSAGES, json={})
    assert (answered.status_code, answered.json()) == (409, problem)
    assert answered.headers["content-type"].startswith("application/problem+json")


async def test_a_body_over_the_limit_is_refused_declared_or_not(
    gateway: Gateway, ann: httpx.AsyncClient
) -> None:
    json_limit = 64 * 1024
    for path, limit, most in (
        (MESSAGES, json_limit, json_limit),
        (UPLOADS, FILE_LIMIT_BYTES, FILE_LIMIT_BYTES + ENVELOPE_BYTES),
    ):
        for content in (b"x" * (most + 1), pieces(most + 1)):
            gateway.upstream.asked.clear()
            refused = await ann.post(path, content=content, timeout=30)
            assert refused.status_code == 413
            assert refused.json()["type"] == "urn:parley:problem:too-large"
            assert refused.json()["limit_bytes"] == limit
            assert not any(asked.is_whole for asked in gateway.upstream.asked)


async def test_a_body_of_just_the_limit_goes_through_declared_or_not(
    gateway: Gateway, ann: httpx.AsyncClient
) -> None:
    most = FILE_LIMIT_BYTES + ENVELOPE_BYTES
    for content in (b"x" * most, pieces(most)):
        assert (await ann.post(UPLOADS, content=content, timeout=30)).status_code == 200
    whole = [asked for asked in gateway.upstream.asked if asked.is_whole]
    assert [len(asked.body) for asked in whole] == [most, most]


async def test_a_declared_length_over_the_limit_is_refused_before_the_body_is_sent(
    office: Office,
) -> None:
    async with office.signed_in(office.ann) as ann:
        cookie = "; ".join(f"{name}={value}" for name, value in ann.cookies.items())
    answer = await _half_a_request(
        office.gateway, f"POST {UPLOADS} HTTP/1.1", "Content-Length: 999999999", f"Cookie: {cookie}"
    )
    assert answer.startswith("HTTP/1.1 413")


async def test_nobody_is_told_so_before_the_body_is_sent(gateway: Gateway) -> None:
    answer = await _half_a_request(gateway, f"POST {UPLOADS} HTTP/1.1", "Content-Length: 1000")
    assert answer.startswith("HTTP/1.1 401")


async def _half_a_request(gateway: Gateway, *lines: str) -> str:
    """The first answer to a request whose body never comes."""
    host, _, port = gateway.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write("\r\n".join([*lines, f"Host: {host}:{port}", "", ""]).encode())
        async with asyncio.timeout(5):
            return (await reader.readuntil(b"\r\n\r\n")).decode()
    finally:
        writer.close()


async def test_an_upload_that_breaks_off_is_not_whole_at_the_service_either(
    gateway: Gateway, ann: httpx.AsyncClient
) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 200_000
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await ann.post(UPLOADS, content=broken())

    async def has_heard() -> bool:
        return bool(gateway.upstream.asked)

    await eventually(has_heard)
    assert not gateway.upstream.asked[0].is_whole


async def test_a_large_answer_streams_through(gateway: Gateway, ann: httpx.AsyncClient) -> None:
    content = bytes(range(256)) * 40_000

    async def answer(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(
            body=content,
            content_type="image/png",
            headers={"Content-Disposition": "inline", "Content-Security-Policy": "sandbox"},
        )

    gateway.upstream.answer = answer
    answered = await ann.get(f"{UPLOADS}/a1")
    assert answered.content == content
    assert answered.headers["content-disposition"] == "inline"
    assert answered.headers["content-security-policy"] == "sandbox"
    assert int(answered.headers["content-length"]) == len(content)


async def test_a_service_that_breaks_off_is_no_reason_to_fail(
    gateway: Gateway, ann: httpx.AsyncClient
) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    gateway.upstream.answer = answer
    refused = await ann.post(MESSAGES, json={})
    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert refused.json()["type"] == "urn:parley:problem:unavailable"


async def test_a_service_that_does_not_believe_the_gateway_costs_nobody_their_session(
    gateway: Gateway, ann: httpx.AsyncClient
) -> None:
    async def answer(_: web.BaseRequest) -> web.StreamResponse:
        return web.json_response({}, status=401)

    gateway.upstream.answer = answer
    refused = await ann.get(MESSAGES)
    assert refused.status_code == 503
    assert refused.json()["type"] == "urn:parley:problem:unavailable"


async def test_health_names_the_service_that_is_not_ready(office: Office) -> None:
    upstream = office.gateway.upstream
    async with office.signed_in(office.ann) as ann:
        assert (await ann.get("/healthz")).json() == {"status": "ready", "broken": []}
        upstream.is_ready = False
        unready = await ann.get("/healthz")
        upstream.is_ready = True
        own = [(await ann.get(path)).json()["status"] for path in ("/livez", "/readyz")]
    # One stand-in answers for all of them.
    assert (unready.status_code, unready.json()["broken"]) == (
        503,
        ["chat", "tickets", "notifier", "trash", "webhooks"],
    )
    assert own == ["alive", "ready"]


async def test_the_router_answers_in_problems(ann: httpx.AsyncClient) -> None:
    for method, path, status in (
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v2/session", 404),
        ("PUT", MESSAGES, 405),
        ("DELETE", "/api/v1/agents", 405),
        ("GET", "/widget/v1/unknown/config", 404),
    ):
        answer = await ann.request(method, path)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
