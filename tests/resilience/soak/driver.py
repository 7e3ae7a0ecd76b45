"""Everybody who uses the system during a run: customers and agents of two workspaces."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from deploy.local.system import System
from tests.people import Agent
from tests.resilience.soak import agents, customers
from tests.resilience.soak.desk import Desk
from tests.resilience.soak.record import Record

CUSTOMERS = 3
"""Of each workspace."""


@dataclass(frozen=True)
class Crowd:
    """Everybody at work; ``desks`` one per workspace."""

    desks: Sequence[Desk]
    working: Sequence[asyncio.Task[None]]

    def stop_asking(self) -> None:
        """From now on nobody asks for anything; pages stay open."""
        for desk in self.desks:
            desk.is_over.set()

    def is_at_work(self) -> bool:
        """Somebody still waits for the answer to what they asked for before."""
        return any(desk.at_work for desk in self.desks)

    def are_pages_live(self) -> bool:
        """Every page that is open hears what happens."""
        return all(page.is_listening for desk in self.desks for page in desk.pages)

    async def go_home(self) -> None:
        """Close all pages, and keep what they have shown."""
        for desk in self.desks:
            desk.is_at_rest.set()
        await asyncio.gather(*self.working)


@asynccontextmanager
async def crowd(system: System, url: str, seed: int, record: Record) -> AsyncIterator[Crowd]:
    """Acme's and Globex's people at work, through ``url``."""
    async with AsyncExitStack() as stack:
        desks, working = [], []
        for workspace in system.workspaces[:2]:
            desk = Desk(workspace["name"], workspace["key"], record)
            signed_in = [await _sign_in(stack, url, who) for who in workspace["agents"][:2]]
            desk.company = await agents.a_company(signed_in[0], desk.workspace)
            desks.append(desk)
            names = [who["name"] for who in workspace["agents"]]
            working += [
                asyncio.create_task(agents.work(agent, desk, name, _chance(seed, name)))
                for agent, name in zip(signed_in, names, strict=False)
            ]
            working += [
                asyncio.create_task(customers.chat_on(url, desk, name, _chance(seed, name)))
                for name in (f"{desk.workspace}C{number}" for number in range(CUSTOMERS))
            ]
        try:
            yield Crowd(desks, working)
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)


async def _sign_in(stack: AsyncExitStack, url: str, who: dict[str, Any]) -> Agent:
    agent = await stack.enter_async_context(Agent(url))
    return await agent.sign_in(who["email"], who["password"])


def _chance(seed: int, name: str) -> random.Random:
    """Everybody's own, so that the order in which they come does not matter."""
    return random.Random(f"{seed} {name}")
