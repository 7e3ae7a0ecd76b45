"""The demo workspaces and who works in them, put into the gateway by its own command line, and the
companies of one of them, added by its first agent.
"""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

import aiohttp

from deploy.local.secrets import Secrets

WORKSPACES = (
    ("Acme", "pro", ("Ann", "Ben", "Cleo")),
    ("Globex", "pro", ("Dan", "Eve")),
    ("Initech", "free", ("Fay",)),
)
COMPANIES = (
    ("Blue Bottle Bakery", "bluebottle.example"),
    ("Harbour Logistics", "harbour.example"),
    ("Nordic Furniture", "nordic.example"),
    ("Shop Example", "shop.example"),
)
PASSWORD_BYTES = 6
"""Short enough to be typed from the screen; the demo listens on this machine alone."""


class SeedFailed(Exception):
    """The gateway refused; the message is what it said."""


def wanted(secrets: Secrets) -> list[dict[str, Any]]:
    """The workspaces with their agents, the first of each an admin; live chat is on where the
    plan has it.
    """
    return [
        {
            "name": name,
            "plan": plan,
            "agents": [
                {
                    "name": agent,
                    "email": f"{agent}@{name}.example".lower(),
                    "password": secrets.password(f"agent {agent}", PASSWORD_BYTES),
                    "role": "admin" if agent == agents[0] else "agent",
                }
                for agent in agents
            ],
        }
        for name, plan, agents in WORKSPACES
    ]


async def seed(environment: Mapping[str, str], secrets: Secrets) -> list[dict[str, Any]]:
    """Make sure of the workspaces; returns them with their keys. Raises ``SeedFailed``."""
    workspaces = wanted(secrets)
    gateway = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "demo"),
        env=dict(environment),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complaint = await gateway.communicate(json.dumps(workspaces).encode())
    if gateway.returncode:
        raise SeedFailed(complaint.decode(errors="replace"))
    keys = json.loads(said)
    return [workspace | {"key": keys[workspace["name"]]} for workspace in workspaces]


async def add_companies(base_url: str, workspace: Mapping[str, Any]) -> None:
    """Let the first agent of ``workspace`` add the companies; those that are there stay. Raises
    ``SeedFailed``.
    """
    agent = workspace["agents"][0]
    jar = aiohttp.CookieJar(unsafe=True)  # the demo's address is a number
    try:
        async with aiohttp.ClientSession(base_url, cookie_jar=jar, raise_for_status=True) as http:
            await http.post(
                "/api/v1/session", json={"email": agent["email"], "password": agent["password"]}
            )
            for name, domain in COMPANIES:
                await http.post("/api/v1/companies", json={"name": name, "domain": domain})
    except aiohttp.ClientError as error:
        raise SeedFailed(str(error)) from error
