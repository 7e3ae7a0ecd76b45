"""Acme's agents, at whichever gateway, and the kills that they live through."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent


@asynccontextmanager
async def signed_in(system: System, number: int, url: str = "") -> AsyncIterator[Agent]:
    """One of Acme's agents, at a gateway."""
    who = system.workspaces[0]["agents"][number]
    async with Agent(url or system.base_url) as agent:
        yield await agent.sign_in(who["email"], who["password"])


async def kill_in_turn(system: System, chance: random.Random, *victims: str) -> None:
    """One after the other, each once the one before is back."""
    for victim in victims:
        await asyncio.sleep(chance.uniform(0.2, 1.0))
        pid = system.process(victim).pid
        system.process(victim).kill()

        async def is_back(victim: str = victim, pid: int | None = pid) -> bool:
            return system.process(victim).pid not in {None, pid}

        await eventually(is_back, seconds=60)
