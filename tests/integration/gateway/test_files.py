"""Files by a mailed link: for whoever has it, for that file, as a download, for seven days."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import jwt
import pytest
from aiohttp import web

from services.notifier.links import FileLinks
from shared import clock
from tests.integration.gateway.conftest import Gateway, Office


@pytest.fixture
async def anyone(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        yield http


def link(office: Office, age: timedelta = timedelta(0)) -> str:
    links = FileLinks(office.gateway.links_private_key, "")
    return links.to(office.workspace.id, "c1", "f1", clock.now() - age)


async def picture(_: web.BaseRequest) -> web.StreamResponse:
    headers = {"Content-Disposition": 'inline; filename="a.png"', "Cache-Control": "max-age=3600"}
    return web.Response(body=b"png", content_type="image/png", headers=headers)


async def test_whoever_has_the_link_gets_the_file_as_a_download(
    office: Office, anyone: httpx.AsyncClient
) -> None:
    office.gateway.upstream.answer = picture
    answer = await anyone.get(link(office))
    assert (answer.status_code, answer.content) == (200, b"png")
    assert answer.headers["content-disposition"] == 'attachment; filename="a.png"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    [asked] = office.gateway.upstream.asked
    assert asked.path == "/widget/v1/conversation/attachments/f1"
    assert asked.principal["conversation_id"] == "c1"
    assert asked.principal["workspace_id"] == office.workspace.id


async def test_after_seven_days_it_is_gone(office: Office, anyone: httpx.AsyncClient) -> None:
    assert (await anyone.get(link(office, timedelta(days=6, hours=23)))).status_code == 200
    assert (await anyone.get(link(office, timedelta(days=7, seconds=1)))).status_code == 404


async def test_no_other_token_opens_anything(office: Office, anyone: httpx.AsyncClient) -> None:
    claims = jwt.decode(link(office).rpartition("/")[2], options={"verify_signature": False})
    forged = jwt.encode(claims, "x" * 32, algorithm="HS256")
    unsigned = jwt.encode(claims, "", algorithm="none")
    for token in (forged, unsigned, office.visitor_token(), "nonsense", "a.b.c"):
        assert (await anyone.get(f"/files/{token}")).status_code == 404
    assert office.gateway.upstream.asked == []


async def test_a_link_lets_nobody_in_as_a_visitor(
    office: Office, anyone: httpx.AsyncClient
) -> None:
    token = link(office).rpartition("/")[2]
    headers = {"Authorization": f"Bearer {token}"}
    answer = await anyone.get("/widget/v1/conversation", headers=headers)
    assert answer.status_code == 401
