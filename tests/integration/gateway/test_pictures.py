"""An agent's own picture: given, served so that it can only be seen, replaced, removed."""

from collections.abc import AsyncIterator

import httpx
import pytest

from gateway.identity import pictures
from tests import images
from tests.integration.gateway.conftest import Gateway, Office

MINE = "/api/v1/agents/me/picture"
RED, GREEN = images.png(color=(200, 30, 30)), images.png(color=images.GREEN)


async def put(
    http: httpx.AsyncClient,
    content: bytes | AsyncIterator[bytes],
    content_type: str = "image/png",
    **headers: str,
) -> httpx.Response:
    return await http.put(MINE, content=content, headers={"Content-Type": content_type, **headers})


async def avatar_url(http: httpx.AsyncClient) -> str:
    url: str = (await http.get("/api/v1/session")).json()["agent"]["avatar_url"]
    return url


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (images.png(), "image/png"),
        (images.jpeg(), "image/jpeg"),
        (images.webp_lossy(), "image/webp"),
        (images.png(pictures.LIMIT_PIXELS, pictures.LIMIT_PIXELS), "image/png"),
    ],
)
async def test_a_picture_that_was_given_is_served_as_nothing_but_a_picture(
    office: Office, content: bytes, content_type: str
) -> None:
    async with office.signed_in(office.ben) as ben:
        given = await put(ben, content, content_type)
        assert (given.status_code, given.json()["id"]) == (200, office.ben.id)
    async with httpx.AsyncClient(base_url=office.gateway.url) as anyone:
        seen = await anyone.get(given.json()["avatar_url"])
    assert (seen.status_code, seen.content) == (200, content)
    assert seen.headers["content-type"] == content_type
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert seen.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert seen.headers["cross-origin-resource-policy"] == "cross-origin"
    assert seen.headers["cache-control"] == "public, max-age=86400, immutable"


async def test_every_change_is_at_an_address_of_its_own_from_the_next_request_on(
    office: Office,
) -> None:
    plain = f"/avatars/{office.ben.id}"
    async with office.signed_in(office.ben) as ben:
        addresses = [await avatar_url(ben)]
        for content in (RED, GREEN):
            await put(ben, content)
            addresses.append(url := await avatar_url(ben))
            assert (await ben.get(url)).content == content
        assert (await ben.delete(MINE)).json()["avatar_url"] == plain == await avatar_url(ben)
        assert ">B</text>" in (await ben.get(plain)).text
        await put(ben, RED)
        addresses.append(await avatar_url(ben))
    assert addresses[0] == plain
    assert len(set(addresses)) == 4


async def test_an_address_that_is_not_the_newest_shows_the_newest_and_is_not_kept(
    office: Office,
) -> None:
    async with office.signed_in(office.ben) as ben:
        old = (await put(ben, RED)).json()["avatar_url"]
        await put(ben, GREEN)
        for url in (old, f"/avatars/{office.ben.id}", f"/avatars/{office.ben.id}?v=99"):
            seen = await ben.get(url)
            assert (seen.content, seen.headers["cache-control"]) == (GREEN, "no-cache")
        await ben.delete(MINE)
        removed = await ben.get(old)
    assert ">B</text>" in removed.text
    assert removed.headers["cache-control"] == "no-cache"


async def test_services_and_the_widget_are_told_the_new_address(
    gateway: Gateway, office: Office
) -> None:
    async with office.signed_in(office.ben) as ben:
        url = (await put(ben, RED)).json()["avatar_url"]
        await ben.get("/api/v1/conversations")
        colleagues = (await ben.get("/api/v1/agents")).json()["items"]
        config = (await ben.get(f"/widget/v1/{office.workspace.key}/config")).json()
    assert gateway.upstream.asked[0].principal["avatar_url"] == url
    for people in (colleagues, config["agents"]):
        ann, ben_seen = people
        assert (ann["avatar_url"], ben_seen["avatar_url"]) == (office.ann.avatar_url, url)


async def test_removing_what_is_not_there_is_fine(office: Office) -> None:
    async with office.signed_in(office.ben) as ben:
        for _ in range(2):
            answer = await ben.delete(MINE)
            assert (answer.status_code, answer.json()["avatar_url"]) == (200, office.ben.avatar_url)


async def test_a_picture_is_ones_own_and_no_other_agents(gateway: Gateway, office: Office) -> None:
    elsewhere = await gateway.office()
    async with office.signed_in(office.ben) as ben, elsewhere.signed_in(elsewhere.ben) as other:
        await put(ben, RED)
        mine = await avatar_url(ben)
        await put(other, GREEN)
        await other.delete(MINE)
        assert (await ben.get(mine)).content == RED
        assert await avatar_url(ben) == mine
        assert await avatar_url(other) == elsewhere.ben.avatar_url
    async with office.signed_in(office.ann) as ann:
        assert await avatar_url(ann) == office.ann.avatar_url


async def test_a_picture_over_the_limit_is_told_the_limit(office: Office) -> None:
    async def undeclared() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b"x" * 65_536

    async with office.signed_in(office.ben) as ben:
        for content in (b"x" * (pictures.LIMIT_BYTES + 1), undeclared()):
            refused = await put(ben, content)
            assert refused.status_code == 413
            assert refused.json()["limit_bytes"] == 256 * 1024
        assert await avatar_url(ben) == office.ben.avatar_url


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"", "image/png"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        (b"<!doctype html><script>alert(1)</script>", "image/png"),
        (RED, "image/jpeg"),
        (RED, "text/html"),
        (RED, ""),
        (RED[:-1], "image/png"),
    ],
)
async def test_what_is_no_picture_is_refused_and_changes_nothing(
    office: Office, content: bytes, content_type: str
) -> None:
    async with office.signed_in(office.ben) as ben:
        before = (await put(ben, GREEN)).json()["avatar_url"]
        refused = await put(ben, content, content_type)
        assert refused.status_code == 422
        assert refused.json()["type"] == "urn:parley:problem:not-a-picture"
        assert (await ben.get(before)).content == GREEN


async def test_a_side_that_is_too_long_is_told_the_limit(office: Office) -> None:
    async with office.signed_in(office.ben) as ben:
        for sides in ((1025, 1), (1, 1025)):
            refused = await put(ben, images.png(*sides))
            assert refused.status_code == 422
            assert refused.json()["limit_pixels"] == 1024


async def test_nobody_and_no_other_site_changes_a_picture(office: Office) -> None:
    async with httpx.AsyncClient(base_url=office.gateway.url) as stranger:
        assert (await put(stranger, RED)).status_code == 401
        assert (await stranger.delete(MINE)).status_code == 401
    async with office.signed_in(office.ben) as ben:
        for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            for refused in (await put(ben, RED, **header), await ben.delete(MINE, headers=header)):
                assert refused.status_code == 403
                assert refused.json()["type"] == "urn:parley:problem:cross-origin"
        assert await avatar_url(ben) == office.ben.avatar_url


async def test_an_api_token_changes_its_agents_picture(office: Office) -> None:
    async with office.signed_in(office.ben) as ben:
        token = (await ben.post("/api/v1/tokens", json={"name": "Pictures"})).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(base_url=office.gateway.url, headers=headers) as program:
            url = (await put(program, RED)).json()["avatar_url"]
        assert await avatar_url(ben) == url
