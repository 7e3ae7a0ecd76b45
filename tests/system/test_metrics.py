"""Every process tells Prometheus of itself, on a port that the public never reaches."""

import aiohttp
import pytest

from deploy.local.services import GATEWAY, SERVICES
from deploy.local.system import System
from tests.eventually import eventually
from tests.metrics import told

EVERY = ("parley_http_request_seconds", "parley_outbox_oldest_seconds", "parley_queue_messages")


@pytest.mark.parametrize("name", [GATEWAY, *SERVICES])
async def test_a_process_tells_of_its_requests_its_outbox_and_its_queues(
    system: System, name: str
) -> None:
    text = await told(system, name)
    for metric in EVERY:
        assert f"# HELP {metric} " in text


async def test_what_happens_is_counted(system: System) -> None:
    wrong = {"email": "nobody@acme.example", "password": "not the password"}
    async with aiohttp.ClientSession(system.base_url) as http:
        await http.post("/api/v1/session", json=wrong)

    async def counted() -> bool:
        sample = 'parley_http_request_seconds_count{method="POST",route="/api/v1/session"'
        return sample in await told(system, GATEWAY)

    await eventually(counted)


async def test_the_public_port_tells_nothing(system: System) -> None:
    async with aiohttp.ClientSession(system.base_url) as http, http.get("/metrics") as answer:
        assert "parley_" not in await answer.text()
