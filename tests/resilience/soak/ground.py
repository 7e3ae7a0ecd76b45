"""A whole system whose links can be cut: from clients to the gateways, and from each process to
MongoDB and to RabbitMQ. Two gateways, and two of each service.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from deploy.local import services
from deploy.local.process import Say
from deploy.local.system import System, claimed
from tests.resilience.line import Line

CLIENTS = "clients to gateway"
PROCESSES = (services.GATEWAY, *services.SERVICES)
SERVERS = ("mongod", "rabbitmq")
REPLICAS = 2


class Ground(System):
    """The system, with its ``lines`` by name."""

    def __init__(self, run_dir: Path, say: Say) -> None:
        self.lines: dict[str, Line] = {}
        super().__init__(run_dir, 0, say, REPLICAS)

    async def draw_lines(self, stack: AsyncExitStack) -> None:
        """To be done before it starts, since processes are told where the lines are."""
        ends = {CLIENTS: self.base_url}
        for name in PROCESSES:
            ends[f"{name} to mongod"] = super().mongo_url(name)
            ends[f"{name} to rabbitmq"] = super().broker_url(name)
        for name, url in ends.items():
            self.lines[name] = await stack.enter_async_context(Line(url))

    def mongo_url(self, name: str) -> str:
        """Through its line, to where it leads and not to where the replica set says that it is."""
        parts = urlsplit(super().mongo_url(name))
        query = f"{parts.query}&directConnection=true"
        return self.lines[f"{name} to mongod"].through(urlunsplit(parts._replace(query=query)))

    def broker_url(self, name: str) -> str:
        """Through its line."""
        return self.lines[f"{name} to rabbitmq"].through(super().broker_url(name))

    async def control_broker(self, *arguments: str) -> None:
        """``rabbitmqctl`` with these arguments."""
        await self._rabbitmq.control(*arguments)

    def victims(self) -> list[str]:
        """The processes that may die or stop for a while."""
        return [*self.replicas(), *SERVERS]

    def replicas(self) -> list[str]:
        """The gateways and the services."""
        return [name for each in PROCESSES for name in (each, f"{each} {REPLICAS}")]


@asynccontextmanager
async def ground(run_dir: Path, say: Say) -> AsyncIterator[Ground]:
    """A running one, under ``run_dir``."""
    with claimed(run_dir):
        async with AsyncExitStack() as stack:
            system = Ground(run_dir, say)
            await system.draw_lines(stack)
            stack.push_async_callback(system.stop)
            await system.start()
            yield system
