"""The catalogue of events, as the gateway shows it to whoever is interested."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from deploy.catalogue import files
from tests.integration.gateway.conftest import Gateway

DOCUMENT = json.loads((files.FOLDER / files.DOCUMENT).read_text())


@pytest.fixture
async def http(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=gateway.url) as client:
        yield client


async def test_the_page_shows_every_event_with_its_fields_and_an_example(
    http: httpx.AsyncClient,
) -> None:
    page = await http.get("/events")
    assert page.status_code == 200
    for event_type in DOCUMENT["components"]["messages"]:
        assert f'<h2 id="{event_type}">' in page.text
        assert f'href="/events/schemas/{event_type}.json"' in page.text
    assert "conversation.closed.{workspace_id}" in page.text
    assert "<code>notifier.alerts.v1</code>" in page.text
    assert "<code>closed_by.<wbr>name</code>" in page.text
    assert page.text.count("<details>") == len(DOCUMENT["components"]["messages"])
    assert "unsafe" not in page.headers["content-security-policy"]
    style = await http.get("/events/page.css")
    assert style.headers["content-type"].startswith("text/css")


async def test_programs_get_the_document_and_the_schemas(http: httpx.AsyncClient) -> None:
    assert (await http.get("/events/asyncapi.json")).json() == DOCUMENT
    for event_type in DOCUMENT["components"]["messages"]:
        schema = await http.get(f"/events/schemas/{event_type}.json")
        assert schema.headers["content-type"] == "application/schema+json"
        assert schema.json()["properties"]["type"]["const"] == event_type


@pytest.mark.parametrize(
    "path", ["/events/nothing", "/events/schemas/x.json", "/events/schemas/..%2Fasyncapi.json"]
)
async def test_anything_else_below_it_is_not_found(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(path)).status_code == 404


async def test_a_gateway_without_the_catalogue_says_so_and_works(
    gateway: Gateway, tmp_path: Path
) -> None:
    async with (
        gateway.another(PARLEY_CATALOGUE=str(tmp_path)) as other,
        httpx.AsyncClient(base_url=other.url) as http,
    ):
        assert (await http.get("/events")).status_code == 503
        assert (await http.get("/events/asyncapi.json")).status_code == 404
