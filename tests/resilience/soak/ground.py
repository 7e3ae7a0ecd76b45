"""A whole system whose links can be cut: from clients to the gateways, and from each process to
MongoDB and to RabbitMQ. Two gateways, and two of each service.

Its MongoDB is one server, or the three of ``members``, which then have a link each in place of one
per process: a driver goes where the replica set says that its members are.
"""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from deploy.local import screen, services
from deploy.local.mongod import Mongod
from deploy.local.process import Say
from deploy.local.system import System, claimed
from tests.eventually import eventually
from tests.integration.webhooks.receiver import Receiver, receiving
from tests.resilience.line import Line
from tests.resilience.soak import clocks, members, teams
from tests.resilience.soak.members import Members
from tests.resilience.soak.small_disk import small_disk

CLIENTS = "clients to gateway"
PROCESSES = (services.GATEWAY, *services.SERVICES)
MONGOD, RABBITMQ = "mongod", "rabbitmq"
REPLICAS = 2


@dataclass(frozen=True, slots=True)
class Shape:
    """What a ground has beside lines: three members of MongoDB, disks that can be filled, clocks
    that can be wrong.
    """

    has_members: bool = False
    has_small_disks: bool = False
    has_clocks: bool = False


class Ground(System):
    """The system, with its ``lines`` by name; ``members`` where MongoDB is three; the folders of
    servers whose ``disks`` are small, and the ``clocks`` of processes where they can be wrong, by
    name. Other teams hear of everything at the ``receiver``.
    """

    def __init__(self, run_dir: Path, say: Say) -> None:
        self.lines: dict[str, Line] = {}
        self.disks: dict[str, Path] = {}
        self.clocks: dict[str, Path] = {}
        self.receiver = Receiver()
        self.members: Members | None = None
        self._run_dir = run_dir
        super().__init__(run_dir, 0, say, REPLICAS)

    async def draw_lines(self, stack: AsyncExitStack) -> None:
        """To be done before it starts, since processes are told where the lines are."""
        await self._draw(stack, CLIENTS, self.base_url)
        for name in PROCESSES:
            await self._draw(stack, to_rabbitmq(name), super().broker_url(name))
            if self.members is None:
                await self._draw(stack, to_mongod(name), super().mongo_url(name))

    async def gather_members(self, stack: AsyncExitStack) -> None:
        """MongoDB becomes three; to be done before it starts."""
        first, *others = members.NAMES
        mongods = {first: self._mongod} | {name: self._another(name) for name in others}
        for name, mongod in mongods.items():
            await self._draw(stack, others_to(name), f"mongodb://{mongod.address}")
        self.members = Members(mongods, {name: self.lines[others_to(name)] for name in mongods})

    def shrink_disks(self, stack: AsyncExitStack) -> None:
        """What the servers keep lies on small disks; to be done before it starts."""
        self.disks = {name: self._run_dir / name / "data" for name in self._mongods()}
        self.disks[RABBITMQ] = self._run_dir / RABBITMQ / "mnesia"
        for folder in self.disks.values():
            stack.enter_context(small_disk(folder))

    def hand_out_clocks(self) -> None:
        """Both replicas of a process have the same one; to be done before it starts."""
        for name in PROCESSES if clocks.LIBRARY else ():
            self.clocks[name] = self._run_dir / f"clock of {name}"
            clocks.put(self.clocks[name], 0)

    def mongo_url(self, name: str) -> str:
        """Through its line, to where it leads and not to where the replica set says that it is;
        or to all members, through theirs.
        """
        if self.members:
            return self.members.url(super().mongo_url(name))
        parts = urlsplit(super().mongo_url(name))
        query = f"{parts.query}&directConnection=true"
        return self.lines[to_mongod(name)].through(urlunsplit(parts._replace(query=query)))

    def broker_url(self, name: str) -> str:
        """Through its line."""
        return self.lines[to_rabbitmq(name)].through(super().broker_url(name))

    async def control_broker(self, *arguments: str) -> None:
        """``rabbitmqctl`` with these arguments."""
        await self._rabbitmq.control(*arguments)

    async def whole(self) -> None:
        """Return once MongoDB has a member that leads, and others that follow it."""
        if self.members:
            await eventually(self.members.is_whole, members.WHOLE_SECONDS)

    def victims(self) -> list[str]:
        """The processes that may die or stop for a while."""
        return [*self.replicas(), *self._mongods(), RABBITMQ]

    def replicas(self) -> list[str]:
        """The gateways and the services."""
        return [name for each in PROCESSES for name in both(each)]

    async def _start_mongod(self) -> None:
        if self.members is None:
            return await super()._start_mongod()
        with screen.step("MongoDB, three of it", self._say):
            for program in self.members.programs():
                await self._supervisor.start(program)
            await self.members.found()
            await self._mongod.add_users(PROCESSES)
        return None

    def _environment(self, name: str, url: str) -> dict[str, str]:
        own = clocks.adjustable(self.clocks[name]) if name in self.clocks else {}
        return super()._environment(name, url) | own

    def _another(self, name: str) -> Mongod:
        return Mongod(self._run_dir / name, self._ports.take(name), self._secrets)

    def _mongods(self) -> Iterable[str]:
        return members.NAMES if self.members else (MONGOD,)

    async def _draw(self, stack: AsyncExitStack, name: str, target: str) -> None:
        self.lines[name] = await stack.enter_async_context(Line(target))


def both(process: str) -> list[str]:
    """The replicas of a gateway or service."""
    return [process, f"{process} {REPLICAS}"]


def to_mongod(process: str) -> str:
    """The name of a line."""
    return f"{process} to mongod"


def to_rabbitmq(process: str) -> str:
    """The name of a line."""
    return f"{process} to rabbitmq"


def others_to(member: str) -> str:
    """The name of a line."""
    return f"others to {member}"


@asynccontextmanager
async def ground(run_dir: Path, say: Say, shape: Shape) -> AsyncIterator[Ground]:
    """A running one, under ``run_dir``."""
    with claimed(run_dir):
        async with AsyncExitStack() as stack:
            system = Ground(run_dir, say)
            await _prepare(system, shape, stack)
            stack.push_async_callback(system.stop)
            await system.start()
            for workspace in system.workspaces[:2]:
                await teams.subscribe(system.base_url, workspace, system.receiver)
            yield system


async def _prepare(system: Ground, shape: Shape, stack: AsyncExitStack) -> None:
    """All that has to be there before it starts."""
    if shape.has_members:
        await system.gather_members(stack)
    if shape.has_small_disks:
        system.shrink_disks(stack)
    if shape.has_clocks:
        system.hand_out_clocks()
    await system.draw_lines(stack)
    system.receiver = await stack.enter_async_context(receiving())
