"""Acme's agents, at whichever gateway."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.local.system import System
from tests.people import Agent


@asynccontextmanager
async def signed_in(system: System, number: int, url: str = "") -> AsyncIterator[Agent]:
    """One of Acme's agents, at a gateway."""
    who = system.workspaces[0]["agents"][number]
    async with Agent(url or system.base_url) as agent:
        yield await agent.sign_in(who["email"], who["password"])
