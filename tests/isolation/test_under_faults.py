"""Whatever is killed, an answer may be missing; a foreign byte never comes."""

import asyncio
import random
from itertools import cycle

import aiohttp

from deploy.local.system import System
from tests.eventually import eventually
from tests.isolation.routes import ROWS
from tests.isolation.strangers import foreign_bytes
from tests.isolation.world import World
from tests.resilience.office import kill_in_turn

SEED = 10
TRIED = [row for row in ROWS if "client_id" not in row.kinds]
"""Again and again; all but what makes something new each time."""


async def test_no_foreign_byte_comes_while_processes_are_killed(world: World) -> None:
    killing = asyncio.create_task(
        kill_in_turn(world.system, random.Random(SEED), "chat", "gateway", "mongod")
    )
    wrong: list[str] = []
    for number, row in enumerate(cycle(TRIED)):
        if killing.done() and number >= len(TRIED):
            break
        wrong += await foreign_bytes(world, [row])
    await killing
    await eventually(lambda: is_up(world.system), seconds=60)
    assert wrong == []


async def is_up(system: System) -> bool:
    try:
        async with aiohttp.ClientSession(system.base_url) as http, http.get("/healthz") as answer:
            return answer.ok
    except aiohttp.ClientError:
        return False
