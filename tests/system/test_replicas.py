"""Two of everything on one machine: both take part, and one that dies is not missed."""

from pathlib import Path

import aiohttp

from deploy.local import system as local
from deploy.local.services import GATEWAY, SERVICES
from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Customer

SEEN = 'parley_http_request_seconds_count{method="POST"'


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
                    heard.add(await chat(system, len(heard)))
                    replicas = [GATEWAY, f"{GATEWAY} 2", "chat", "chat 2"]
                    return all([await has_served(system, name) for name in replicas])

                await eventually(both_have_served, seconds=60)
                system.process("chat").kill()

                async def another_is_started() -> bool:
                    async with Customer(system.base_url) as customer:
                        answer = await customer.http.get("/healthz")
                        return answer.is_success

                await eventually(another_is_started, seconds=60)
                heard.add(await chat(system, len(heard)))

                async def all_are_heard() -> bool:
                    return heard <= {frame["subject"] for frame in frames.events}

                await eventually(all_are_heard)
