"""What operators do from a terminal, as they do it: a process with arguments and input."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import httpx

from tests.integration.gateway.conftest import Gateway, Office
from tests.integration.gateway.sockets import closed_with, listening


async def command(gateway: Gateway, *arguments: str, given: str = "") -> tuple[int, str, str]:
    """Exit status, output and complaint of ``python -m gateway …``."""
    settings = {"PARLEY_MONGO_URL": gateway.environment["PARLEY_MONGO_URL"]}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", *arguments),
        env=os.environ | settings,
        cwd=Path(__file__).parents[3],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, complaint = await process.communicate(given.encode())
    assert process.returncode is not None
    return process.returncode, out.decode(), complaint.decode()


async def done(gateway: Gateway, *arguments: str, given: str = "") -> dict[str, Any]:
    """What a command that succeeds answers."""
    status, out, complaint = await command(gateway, *arguments, given=given)
    assert status == 0, complaint
    answer: dict[str, Any] = json.loads(out)
    return answer


async def can_sign_in(gateway: Gateway, email: str, password: str) -> bool:
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        given = {"email": email, "password": password}
        return (await http.post("/api/v1/session", json=given)).status_code == 201


async def test_an_operator_creates_a_workspace_and_its_admin(gateway: Gateway) -> None:
    workspace = await done(gateway, "create-workspace", "--name", "Umbrella", "--plan", "pro")
    email = f"ada@{workspace['key']}.example"
    add = ("add-agent", "--workspace", workspace["id"], "--name", "Ada", "--email", email)
    agent = await done(gateway, *add, "--role", "admin", given="a long password\n")
    assert agent["role"] == "admin"
    assert await can_sign_in(gateway, email, "a long password")
    status, _, complaint = await command(gateway, *add, given="a long password\n")
    assert (status, complaint.strip()) == (1, "This e-mail address is taken")


async def test_without_a_password_one_is_made_up_and_printed(
    gateway: Gateway, office: Office
) -> None:
    email = f"eve@{office.workspace.key}.example"
    agent = await done(
        gateway,
        *("add-agent", "--workspace", office.workspace.id, "--name", "Eve", "--email", email),
    )
    assert await can_sign_in(gateway, email, agent["password"])


async def test_a_new_password_is_the_only_one_and_closes_the_agents_sockets(
    gateway: Gateway, office: Office
) -> None:
    async with listening(office, office.ann) as socket:
        await done(gateway, "set-password", "--email", office.ann.email, given="another long one\n")
        assert await closed_with(socket) == 4410
    assert await can_sign_in(gateway, office.ann.email, "another long one")
    assert not await can_sign_in(gateway, office.ann.email, "correct horse")


async def test_the_demo_can_be_seeded_again_and_again(gateway: Gateway) -> None:
    def wanted(password: str) -> str:
        ann = {"name": "Ann", "email": "ann@demo.example", "password": password, "role": "admin"}
        return json.dumps(
            [
                {"name": "Demo", "plan": "pro", "agents": [ann]},
                {"name": "Demo two", "plan": "free", "live_chat_enabled": False, "agents": []},
            ]
        )

    first = await done(gateway, "demo", given=wanted("first password"))
    again = await done(gateway, "demo", given=wanted("second password"))
    assert first == again
    assert first.keys() == {"Demo", "Demo two"}
    assert await can_sign_in(gateway, "ann@demo.example", "second password")
    assert not await can_sign_in(gateway, "ann@demo.example", "first password")


async def test_what_makes_no_sense_is_refused_with_a_reason(
    gateway: Gateway, office: Office
) -> None:
    add = ("add-agent", "--name", "X", "--email")
    for arguments, given, reason in (
        ((*add, "no-address", "--workspace", office.workspace.id), "long enough\n", "email"),
        ((*add, "x@y.example", "--workspace", office.workspace.id), "short\n", "password"),
        ((*add, "x@y.example", "--workspace", "none"), "long enough\n", "no such workspace"),
        (("set-password", "--email", "nobody@y.example"), "long enough\n", "Nobody"),
        (("demo",), '[{"name": "X"}]', "plan"),
    ):
        status, _, complaint = await command(gateway, *arguments, given=given)
        assert status == 1
        assert reason in complaint
        assert "Traceback" not in complaint
