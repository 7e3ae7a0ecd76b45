"""Acme's agents, at whichever gateway, their patience, and the kills that they live through."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Json, Person


@asynccontextmanager
async def signed_in(system: System, number: int, url: str = "") -> AsyncIterator[Agent]:
    """One of Acme's agents, at a gateway."""
    who = system.workspaces[0]["agents"][number]
    async with Agent(url or system.base_url) as agent:
        yield await agent.sign_in(who["email"], who["password"])


async def insist(
    person: Person, method: str, path: str, *statuses: int, **request: Any
) -> httpx.Response:
    """Ask again until the answer has one of ``statuses``; so what is asked must be repeatable."""
    answers: list[httpx.Response] = []

    async def is_accepted() -> bool:
        try:
            answers.append(await person.http.request(method, path, **request))
        except httpx.HTTPError:
            return False
        return answers[-1].status_code in statuses

    await eventually(is_accepted, seconds=60)
    return answers[-1]


async def kill_in_turn(system: System, chance: random.Random, *victims: str) -> None:
    """One after the other, each once the one before is back."""
    for victim in victims:
        await asyncio.sleep(chance.uniform(0.2, 1.0))
        pid = system.process(victim).pid
        system.process(victim).kill()

        async def is_back(victim: str = victim, pid: int | None = pid) -> bool:
            return system.process(victim).pid not in {None, pid}

        await eventually(is_back, seconds=60)


async def a_company(ann: Agent) -> str:
    answer = await ann.http.post("/api/v1/companies", json={"name": f"Company {uuid4()}"})
    answer.raise_for_status()
    return str(answer.json()["id"])


async def is_converted(ann: Agent, conversation_id: str) -> None:
    async def is_created() -> bool:
        try:
            found = await ann.http.get(ann.conversation(conversation_id))
        except httpx.HTTPError:
            return False
        return found.is_success and (found.json()["ticket"] or {}).get("state") == "created"

    await eventually(is_created, seconds=90)


async def whole_thread(ann: Agent, path: str) -> list[Json]:
    """All messages of a thread, ascending."""
    history: list[Json] = []
    while page := await ann.messages(
        path, after_seq=history[-1]["seq"] if history else 0, limit=100
    ):
        history += page
    return history
