"""Two of everything on one machine: both take part, and one that dies is not missed."""

import asyncio
from pathlib import Path

import aiohttp
import httpx

from deploy.local import system as local
from deploy.local.services import GATEWAY, SERVICES
from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Customer

SEEN = 'parley_http_request_seconds_count{method="POST"'
AT_ONCE = 16
"""Each gateway keeps its connections to chat: one alone would always reach the same replica."""


async def has_served(system: System, name: str) -> bool:
    port = system.process(name).program.environment["PARLEY_METRICS_PORT"]
    url = f"http://127.0.0.1:{port}/metrics"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return SEEN in await answer.text()


async def chat(system: System, number: int) -> str:
    """One conversation, over connections of its own."""
    async with Customer(system.base_url) as customer:
        started = await customer.start(
            system.workspaces[0]["key"], f"Hello {number}", name=f"Rep {number} Lica"
        )
        return str(started["id"])


async def test_both_replicas_take_part_and_one_that_is_killed_is_not_missed(
    tmp_path: Path,
) -> None:
    async with local.system(tmp_path, replicas=2) as system:
        names = {each["name"] for each in system.manifest()["processes"]}
        everybody = (GATEWAY, *SERVICES)
        assert names >= {*everybody, *(f"{name} 2" for name in everybody)}
        credentials = system.workspaces[0]["agents"][0]
        async with Agent(system.base_url) as agent:
            await agent.sign_in(credentials["email"], credentials["password"])
            async with agent.listening() as frames:
                heard: set[str] = set()

                async def both_have_served() -> bool:
                    numbers = range(len(heard), len(heard) + AT_ONCE)
                    heard.update(await asyncio.gather(*(chat(system, n) for n in numbers)))
                    replicas = [GATEWAY, f"{GATEWAY} 2", "chat", "chat 2"]
                    return all([await has_served(system, name) for name in replicas])

                await eventually(both_have_served, seconds=60)
                system.process("chat").kill()

                async def another_takes_over() -> bool:
                    try:
                        heard.add(await chat(system, len(heard)))
                    except httpx.HTTPError:
                        return False
                    return True

                await eventually(another_takes_over, seconds=60)

                async def all_are_heard() -> bool:
                    return heard <= {frame["subject"] for frame in frames.events}

                await eventually(all_are_heard)
