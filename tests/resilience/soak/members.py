"""A replica set of three, in place of the one server that a local system has.

Each member is known by the address of a line, to the others too: whoever cuts it parts that member
from everybody.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from pymongo.errors import PyMongoError

from deploy.local.mongod import REPLICA_SET, Answer, Mongod
from deploy.local.ports import HOST
from deploy.local.process import Program
from tests.eventually import eventually
from tests.resilience.line import Line

NAMES = ("mongod", "mongod 2", "mongod 3")
PRIMARY = "primary of mongod"
"""Whichever it is when a fault hits it."""
WHOLE_SECONDS = 120.0
ASIDE_SECONDS = 10
"""Who has stepped down is not elected again for so long."""


class Members:
    """The ``mongods`` by name, and the ``lines`` that lead to them by the same names."""

    def __init__(self, mongods: Mapping[str, Mongod], lines: Mapping[str, Line]) -> None:
        self._mongods = mongods
        self._lines = lines

    def url(self, url_of_one: str) -> str:
        """What names all of them, from a URL that names one."""
        parts = urlsplit(url_of_one)
        user = parts.netloc.rpartition("@")[0]
        addresses = ",".join(map(self._address, self._mongods))
        return urlunsplit(parts._replace(netloc=f"{user}@{addresses}"))

    def programs(self) -> Iterator[Program]:
        """What to run before the set is founded; each is ready once it answers."""
        for name, mongod in self._mongods.items():

            async def answers(mongod: Mongod = mongod) -> bool:
                return bool(await _hello(mongod))

            yield replace(mongod.program(), name=name, ready=answers)

    async def found(self) -> None:
        """Have them found the set and elect one, and let the administrator in."""
        members = [{"_id": n, "host": self._address(name)} for n, name in enumerate(self._mongods)]
        async with self._mongods[NAMES[0]].direct() as first:
            await first.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
        await eventually(self._lets_admin_in, WHOLE_SECONDS)

    async def _lets_admin_in(self) -> bool:
        if await self.is_whole():
            with suppress(PyMongoError):  # a busy machine takes longer than we wait
                await self._mongods[await self.primary()].add_admin()
                return True
        return False

    async def is_whole(self) -> bool:
        """One leads, and the others follow it."""
        said = [await _hello(mongod) for mongod in self._mongods.values()]
        leaders = {one.get("primary") for one in said}
        roles = [bool(one.get("isWritablePrimary") or one.get("secondary")) for one in said]
        return all(roles) and len(leaders) == 1 and None not in leaders

    async def primary(self) -> str:
        """The name of the one that leads. Raises ``TimeoutError`` where there is none for long."""
        found: list[str] = []

        async def leads() -> bool:
            for name, mongod in self._mongods.items():
                if (await _hello(mongod)).get("isWritablePrimary"):
                    found.append(name)
            return bool(found)

        await eventually(leads, WHOLE_SECONDS)
        return found[0]

    async def step_down(self, name: str) -> None:
        """Have that member, which leads, let another one lead."""
        mongod = self._mongods[name]

        async def follows() -> bool:
            with suppress(PyMongoError):  # it waits for the others, longer than we wait for it
                async with mongod.direct(as_admin=True) as member:
                    await member.admin.command("replSetStepDown", ASIDE_SECONDS)
            return not (await _hello(mongod)).get("isWritablePrimary")

        await eventually(follows, WHOLE_SECONDS)

    def _address(self, name: str) -> str:
        return f"{HOST}:{self._lines[name].port}"


async def _hello(mongod: Mongod) -> Answer:
    """What a member says of itself; nothing where it does not answer."""
    try:
        async with mongod.direct() as member:
            return dict(await member.admin.command("hello"))
    except PyMongoError:
        return {}
