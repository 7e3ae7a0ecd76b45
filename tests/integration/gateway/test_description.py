"""The description of the public API, as the gateway serves it to programs."""

from pathlib import Path

import httpx

from deploy.openapi import files
from tests.integration.gateway.conftest import Gateway


async def test_programs_get_the_description(gateway: Gateway) -> None:
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        answer = await http.get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == files.text()


async def test_a_gateway_without_it_says_so_and_works(gateway: Gateway, tmp_path: Path) -> None:
    async with (
        gateway.another(PARLEY_OPENAPI=str(tmp_path / "none.json")) as other,
        httpx.AsyncClient(base_url=other.url) as http,
    ):
        assert (await http.get("/openapi.json")).status_code == 404
