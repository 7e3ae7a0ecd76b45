"""Real servers for tests, each started once, when the first test asks for it.

They come from, in this order: URLs in the environment (``PARLEY_TEST_MONGO_URL`` of a replica set;
``PARLEY_TEST_AMQP_URL`` of a broker whose management API answers on port 15672 of the same host),
containers where a Docker engine answers, processes on this machine otherwise.
"""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import uuid4

import aiohttp
import docker
from docker.errors import DockerException
from pymongo import AsyncMongoClient
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from deploy.local import mongod, ports, process, rabbitmq, secrets, supervisor

MONGO_IMAGE = "mongo:8"
RABBITMQ_IMAGE = "rabbitmq:4-management"
AMQP_PORT, API_PORT, MONGO_PORT = 5672, 15672, 27017
ADMIN = "admin"


@dataclass(frozen=True)
class MongoServer:
    """A replica set; ``admin_url`` belongs to a user who may do everything."""

    admin_url: str

    def url(self, database: str) -> str:
        """The URL that names ``database``."""
        parts = urlsplit(self.admin_url)
        source = "" if "authSource=" in parts.query or not parts.username else "&authSource=admin"
        return urlunsplit(parts._replace(path=f"/{database}", query=parts.query + source))

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        """The URL of an empty database, dropped at the end."""
        name = f"test_{uuid4().hex[:12]}"
        try:
            yield self.url(name)
        finally:
            async with AsyncMongoClient[dict[str, object]](self.url(name)) as client:
                await client.drop_database(name)


@dataclass(frozen=True)
class Broker:
    """A RabbitMQ; both URLs belong to a user who may do everything."""

    amqp_url: str
    api_url: str

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        """The URL of an empty virtual host, deleted at the end."""
        name = f"test-{uuid4().hex[:12]}"
        async with aiohttp.ClientSession(raise_for_status=True) as api:
            await api.put(f"{self.api_url}/api/vhosts/{name}")
            await api.put(
                f"{self.api_url}/api/permissions/{name}/{urlsplit(self.amqp_url).username}",
                json={"configure": ".*", "write": ".*", "read": ".*"},
            )
            try:
                yield urlunsplit(urlsplit(self.amqp_url)._replace(path=f"/{quote(name)}"))
            finally:
                await api.delete(f"{self.api_url}/api/vhosts/{name}")


@asynccontextmanager
async def mongo() -> AsyncIterator[MongoServer]:
    """A replica set for the length of the session."""
    if url := os.environ.get("PARLEY_TEST_MONGO_URL"):
        yield MongoServer(url)
    elif docker_offers(MONGO_IMAGE):
        async with contained_mongo() as server:
            yield server
    else:
        async with local_mongo() as server:
            yield server


@asynccontextmanager
async def amqp() -> AsyncIterator[Broker]:
    """A broker for the length of the session."""
    if url := os.environ.get("PARLEY_TEST_AMQP_URL"):
        parts = urlsplit(url)
        yield Broker(url, f"http://{parts.username}:{parts.password}@{parts.hostname}:{API_PORT}")
    elif docker_offers(RABBITMQ_IMAGE):
        async with contained_broker() as server:
            yield server
    else:
        async with local_broker() as server:
            yield server


def docker_offers(image: str) -> bool:
    """A Docker engine runs on this machine, and has the image or can get it."""
    try:
        with contextlib.closing(docker.from_env(timeout=5)) as engine:
            if not engine.images.list(image):
                engine.images.pull(image)
    except DockerException:
        return False
    return True


@asynccontextmanager
async def contained_mongo() -> AsyncIterator[MongoServer]:
    """A mongod in a container: known to itself by an address inside, so connected to directly."""
    arguments = ("--replSet", "parley", "--bind_ip_all", *mongod.OPTIONS)
    container = DockerContainer(MONGO_IMAGE, command=" ".join(arguments))
    started = LogMessageWaitStrategy("Waiting for connections")
    with container.with_exposed_ports(MONGO_PORT).waiting_for(started):
        url = f"mongodb://{address(container, MONGO_PORT)}/?directConnection=true"
        async with AsyncMongoClient[dict[str, object]](url) as client:
            members = [{"_id": 0, "host": f"127.0.0.1:{MONGO_PORT}"}]
            founding = {"_id": "parley", "members": members}
            await client.admin.command("replSetInitiate", founding)
            while not (await client.admin.command("hello"))["isWritablePrimary"]:
                await asyncio.sleep(process.POLL_SECONDS)
        yield MongoServer(url)


@asynccontextmanager
async def contained_broker() -> AsyncIterator[Broker]:
    """A RabbitMQ in a container, with its management API."""
    user, password = ADMIN, uuid4().hex
    container = DockerContainer(
        RABBITMQ_IMAGE,
        env={"RABBITMQ_DEFAULT_USER": user, "RABBITMQ_DEFAULT_PASS": password},
    )
    started = LogMessageWaitStrategy("Server startup complete")
    with container.with_exposed_ports(AMQP_PORT, API_PORT).waiting_for(started):
        yield Broker(
            f"amqp://{user}:{password}@{address(container, AMQP_PORT)}/",
            f"http://{user}:{password}@{address(container, API_PORT)}",
        )


def address(container: DockerContainer, port: int) -> str:
    """host:port under which a container's port is reached from here."""
    return f"{container.get_container_host_ip()}:{container.get_exposed_port(port)}"


@asynccontextmanager
async def local_mongo() -> AsyncIterator[MongoServer]:
    """A mongod of this machine, in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="parley-test-") as folder:
        async with own_mongod(Path(folder)) as (_, server):
            yield server


@asynccontextmanager
async def own_mongod(
    run_dir: Path, *options: str
) -> AsyncIterator[tuple[process.Process, MongoServer]]:
    """A mongod with all it has under ``run_dir``, and its process, for whom one is not enough."""
    server = mongod.Mongod(
        run_dir / "mongod",
        ports.Ports(run_dir / "ports.json").take("mongod"),
        secrets.Secrets(run_dir / "secrets.json"),
    )
    program = server.program()
    async with running(run_dir, replace(program, argv=(*program.argv, *options))) as processes:
        yield processes[program.name], MongoServer(server.url(mongod.ADMIN, "admin"))


@asynccontextmanager
async def local_broker() -> AsyncIterator[Broker]:
    """A RabbitMQ of this machine with its management API, in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="parley-test-") as folder:
        run_dir = Path(folder)
        free = ports.Ports(run_dir / "ports.json")
        broker = rabbitmq.RabbitMQ(
            run_dir / "rabbitmq",
            rabbitmq.BrokerPorts(*(free.take(name) for name in ("amqp", "dist", "epmd", "api"))),
            secrets.Secrets(run_dir / "secrets.json"),
        )
        programs = broker.name_server(), broker.program({ADMIN: rabbitmq.EVERYTHING})
        async with running(run_dir, *programs):
            yield Broker(broker.url(ADMIN), broker.api_url(ADMIN))


@asynccontextmanager
async def running(
    run_dir: Path, *programs: process.Program
) -> AsyncIterator[Mapping[str, process.Process]]:
    """Keep programs running, each started when the one before it is ready; killed at the end,
    since what they store goes away with its folder. Their processes, by name.
    """
    keeper = supervisor.Supervisor(run_dir, say=print, changed=lambda: None)
    try:
        for program in programs:
            await keeper.start(program)
        yield keeper.processes
    finally:
        keeper.kill()
        await keeper.stop()
