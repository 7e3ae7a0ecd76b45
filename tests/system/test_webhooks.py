"""On the whole system: from nothing to an event whose signature is right, as the page says."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.local import web
from deploy.local.ports import Ports
from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Customer, Json

PATH = "/api/v1/webhooks"


@pytest.fixture
async def ann(system: System) -> AsyncIterator[Agent]:
    """An admin."""
    signing_in = system.workspaces[0]["agents"][0]
    async with Agent(system.base_url) as ann:
        yield await ann.sign_in(signing_in["email"], signing_in["password"])


@asynccontextmanager
async def endpoint(ann: Agent, port: int) -> AsyncIterator[Json]:
    """One for closed conversations, with its secret, for as long as the block lasts."""
    wanted = {
        "client_id": str(uuid4()),
        "url": f"http://127.0.0.1:{port}/",
        "event_types": ["conversation.closed.v1"],
    }
    created = await ann.http.post(PATH, json=wanted)
    assert created.status_code == 201, created.text
    made: Json = created.json()
    yield {**made["endpoint"], "secret": made["secret"]}
    assert (await ann.http.delete(f"{PATH}/{made['endpoint']['id']}")).status_code == 204


@asynccontextmanager
async def example(secret: str, port: int) -> AsyncIterator[asyncio.StreamReader]:
    """What it prints, once it listens."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(web.EXAMPLES / "receive_webhook.py"),
        env={"PATH": os.environ["PATH"], "WEBHOOK_SECRET": secret, "PORT": str(port)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None

    async def is_listening() -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return False
        writer.close()
        return True

    try:
        await eventually(is_listening)
        yield process.stdout
    finally:
        process.kill()
        await process.wait()


async def closed(system: System) -> str:
    """A conversation that has just been."""
    async with Customer(system.base_url) as mia:
        conversation = await mia.start(system.workspaces[0]["key"], "Thank you, that is all.")
        assert (await mia.http.post(f"{mia.path}/close")).is_success
        return str(conversation["id"])


async def line_of(printed: asyncio.StreamReader) -> list[str]:
    async with asyncio.timeout(30):
        return (await printed.readline()).decode().split()


async def test_the_example_verifies_what_a_running_system_sends(
    system: System, ann: Agent, tmp_path: Path
) -> None:
    port = Ports(tmp_path / "ports.json").take("example")
    async with endpoint(ann, port) as made, example(made["secret"], port) as printed:
        answer = await ann.http.post(f"{PATH}/{made['id']}/test")
        assert answer.status_code == 202
        assert (await line_of(printed))[1] == "webhook.tested.v1"
        conversation_id = await closed(system)
        event_id, event_type, subject = await line_of(printed)
        assert (event_type, subject) == ("conversation.closed.v1", conversation_id)
        log = (await ann.http.get(f"{PATH}/{made['id']}/deliveries")).json()["items"]
        assert log[0]["event_id"] == event_id


async def test_what_happens_while_the_service_and_the_endpoint_are_away_arrives(
    system: System, ann: Agent, tmp_path: Path
) -> None:
    port = Ports(tmp_path / "ports.json").take("example")
    async with endpoint(ann, port) as made:
        first = await closed(system)
        system.process("webhooks").kill()
        second = await closed(system)
        async with example(made["secret"], port) as printed:
            subjects = {(await line_of(printed))[2] for _ in range(2)}
    assert subjects == {first, second}
