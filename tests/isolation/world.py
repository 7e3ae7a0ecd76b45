"""Four workspaces side by side in one system, and everybody who knocks at their doors."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from deploy.local import services
from deploy.local.system import System
from tests.isolation.asking import Asking
from tests.isolation.homes import PASSWORD, Home, furnish
from tests.isolation.outsiders import disguised, keys_of, outsiders, wrong_links
from tests.isolation.principals import Principal, customers_of_what_is_deleted, residents
from tests.isolation.receiver import Receiver, receiving
from tests.isolation.standings import EVERYBODY
from tests.isolation.stored import Databases
from tests.isolation.words import Words, words_of
from tests.people import Agent, Customer

STATES = {
    "alpha": "",
    "beta": "",
    "lapsed": "below the plan",
    "silent": "while it is off",
}
CLOSING: dict[str, dict[str, Any]] = {
    "below the plan": {"plan": "free"},
    "while it is off": {"live_chat_enabled": False},
}
"""What their admins change in the end."""


@dataclass(frozen=True)
class World:
    """``homes`` by name; ``links`` are such as lead to no file."""

    system: System
    homes: dict[str, Home]
    principals: list[Principal]
    links: dict[str, str]
    receiver: Receiver
    asking: Asking
    databases: Databases

    def other(self, home: Home) -> Home:
        """A workspace that is none of theirs."""
        return self.homes["beta" if home.name == "alpha" else "alpha"]

    def at(self, door: str) -> list[Principal]:
        """Who tries it; at a door that is none one of each standing does."""
        if door != EVERYBODY:
            return self.principals
        return list({who.standing: who for who in self.principals}.values())

    @property
    def words(self) -> frozenset[str]:
        """Every canary there is."""
        return frozenset[str]().union(*(home.words.all for home in self.homes.values()))


@asynccontextmanager
async def inhabited(system: System) -> AsyncIterator[World]:
    """The workspaces, furnished, for as long as the block lasts."""
    words = {name: words_of(name) for name in STATES}
    keys = await _founded(system, words)
    async with AsyncExitStack() as stack:
        receiver = await stack.enter_async_context(receiving())
        homes = {
            name: await _home(stack, system, name, words[name], keys[words[name].front])
            for name in STATES
        }
        for home in homes.values():
            home.things["hook"] = receiver.address(home.name)
        await asyncio.gather(*map(furnish, homes.values()))
        principals = await _principals(system, homes)
        for home in homes.values():
            if closing := CLOSING.get(home.state):
                answer = await home.ann.http.patch("/api/v1/workspace", json=closing)
                answer.raise_for_status()
        asking = Asking(
            system.base_url,
            frozenset().union(*(own.all for own in words.values())),
            _shown(homes),
        )
        databases = Databases(system)
        stack.push_async_callback(databases.close)
        yield World(
            system,
            homes,
            principals,
            wrong_links(homes["alpha"], system),
            receiver,
            await stack.enter_async_context(asking),
            databases,
        )


async def _founded(system: System, words: dict[str, Words]) -> dict[str, str]:
    """The keys of new workspaces by name, made by the operators' command."""
    gateway = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "demo"),
        env=services.python_environment() | {"PARLEY_MONGO_URL": system.mongo_url("gateway")},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    wanted = [_workspace(name, own) for name, own in words.items()]
    said, _ = await gateway.communicate(json.dumps(wanted).encode())
    keys: dict[str, str] = json.loads(said)
    return keys


def _workspace(name: str, words: Words) -> dict[str, Any]:
    agents = [("Ann", "admin"), ("Ben", "agent")]
    if name == "alpha":
        agents.append(("Cleo", "agent"))  # who will be let in no more
    return {
        "name": words.front,
        "plan": "pro",
        "agents": [
            {
                "name": f"{agent} {words.front}",
                "email": f"{agent}@{words.inside}.example".lower(),
                "password": PASSWORD,
                "role": role,
            }
            for agent, role in agents
        ],
    }


async def _home(stack: AsyncExitStack, system: System, name: str, words: Words, key: str) -> Home:
    agents = [await stack.enter_async_context(Agent(system.base_url)) for _ in range(2)]
    for agent, who in zip(agents, ("ann", "ben"), strict=True):
        await agent.sign_in(f"{who}@{words.inside}.example", PASSWORD)
    ann, ben = agents
    mia, noor, trudy, perry = [
        await stack.enter_async_context(Customer(system.base_url)) for _ in range(4)
    ]
    return Home(name, STATES[name], words, key, ann, ben, mia, noor, trudy, perry)


async def _principals(system: System, homes: dict[str, Home]) -> list[Principal]:
    alpha, keys = homes["alpha"], keys_of(system)
    for home in homes.values():
        home.things["link"] = keys.mailed_link(home)
    found = [principal for home in homes.values() for principal in residents(home)]
    found += [
        who for name in ("alpha", "beta") for who in customers_of_what_is_deleted(homes[name])
    ]
    ben = next(who for who in found if who.name == "ben of alpha")
    return [*found, disguised(ben, homes["beta"], keys), *await outsiders(alpha, system)]


def _shown(homes: dict[str, Home]) -> dict[str, frozenset[str]]:
    """A key shows the widget, and a mailed link its file, to whoever has it."""
    shown: dict[str, frozenset[str]] = {}
    for home in homes.values():
        shown[home.key] = frozenset({home.words.front})
        shown[home.things["link"]] = frozenset({home.words.mia})
    return shown
