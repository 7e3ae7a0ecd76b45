"""The web as browsers get it: pages, policies, caching, the loader."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.integration.gateway.conftest import Gateway, Office

BUILT = {
    "console/index.html": "<!doctype html><title>Console</title>",
    "widget/frame.html": "<!doctype html><title>Frame</title>",
    "widget/loader.js": "(function(){var c=__PARLEY_CONFIG__;window.parley=c})();",
    "assets/console-1a2b3c.js": "console.log(1)",
}


@pytest.fixture(scope="module")
async def http(
    gateway: Gateway, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at a gateway whose web is built."""
    web: Path = tmp_path_factory.mktemp("dist")
    for name, content in BUILT.items():
        (web / name).parent.mkdir(exist_ok=True)
        (web / name).write_text(content)
    async with (
        gateway.another(PARLEY_WEB=str(web)) as other,
        httpx.AsyncClient(base_url=other.url) as client,
    ):
        yield client


@pytest.mark.parametrize("path", ["/", "/conversations/42", "/settings", "/sign-in"])
async def test_the_console_answers_every_page_and_nobody_may_embed_it(
    http: httpx.AsyncClient, path: str
) -> None:
    page = await http.get(path)
    assert "Console" in page.text
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-cache"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in page.headers


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1/nothing", "/assets/nothing.js", "/favicon.ico", "/a/b.txt"]
)
async def test_what_is_no_page_is_not_found(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/assets/%2e%2e/widget/loader.js", "/assets/..%2fwidget%2floader.js"]
)
async def test_nothing_beside_the_assets_is_served_from_there(
    http: httpx.AsyncClient, path: str
) -> None:
    assert (await http.get(path)).status_code == 404


async def test_hashed_files_are_kept_for_ever(http: httpx.AsyncClient) -> None:
    file = await http.get("/assets/console-1a2b3c.js")
    assert file.text == "console.log(1)"
    assert file.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_the_frame_may_be_embedded_by_the_workspaces_sites(
    http: httpx.AsyncClient, office: Office
) -> None:
    address = f"/widget/{office.workspace.key}/frame"
    anywhere = await http.get(address)
    await office.change(widget={"allowed_origins": ["https://a.example", "http://b.example:81"]})
    listed = await http.get(address)
    assert "Frame" in anywhere.text
    assert anywhere.headers["content-security-policy"].endswith("frame-ancestors *")
    assert listed.headers["content-security-policy"].endswith(
        "frame-ancestors https://a.example http://b.example:81"
    )


async def test_the_loader_carries_the_workspaces_configuration(
    http: httpx.AsyncClient, gateway: Gateway
) -> None:
    for is_enabled in (True, False):
        office = await gateway.office(live_chat_enabled=is_enabled)
        script = await http.get(f"/widget/{office.workspace.key}.js")
        start, _, rest = script.text.partition("{var c=")[2].partition(";window")
        assert json.loads(start) == {
            "key": office.workspace.key,
            "base_url": str(http.base_url).rstrip("/"),
            "enabled": is_enabled,
            "color": office.workspace.widget.color,
        }
        assert rest
        assert script.headers["content-type"].startswith("text/javascript")
        assert script.headers["cache-control"] == "no-cache"


async def test_where_the_web_is_not_built_the_page_says_how_to(
    gateway: Gateway, office: Office, tmp_path: Path
) -> None:
    async with (
        gateway.another(PARLEY_WEB=str(tmp_path)) as other,
        httpx.AsyncClient(base_url=other.url) as client,
    ):
        page = await client.get("/")
        assert (page.status_code, "make build" in page.text) == (503, True)
        assert (await client.get("/assets/x.js")).status_code == 404
        loader = await client.get(f"/widget/{office.workspace.key}.js")
        assert "not built" in loader.text
