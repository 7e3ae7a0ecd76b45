"""A whole Parley on this machine: its servers, its processes, its demo data, under one folder.

``async with system(run_dir)`` starts it in order and stops it in reverse; several run side by side
in folders of their own.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from deploy.local import demo, files, mongod, provision, screen, services, web
from deploy.local.ports import HOST, Ports, is_free
from deploy.local.process import Process, Program, Say
from deploy.local.rabbitmq import BrokerPorts, RabbitMQ
from deploy.local.secrets import Secrets
from deploy.local.sinks import Sinks
from deploy.local.supervisor import Supervisor

DEFAULT_PORT = 8080


class CannotStart(Exception):
    """Something outside stands in the way; the message is one line for the terminal."""


class System:
    """One system: ``start`` it, ``stop`` it; ``kill`` ends it without asking.

    ``port`` is the gateway's: a number, 0 for any free one, None for the default or, where that
    is taken, any free one. ``replicas`` of the gateway and of each service listen on one port each.
    """

    def __init__(self, run_dir: Path, port: int | None, say: Say, replicas: int = 1) -> None:
        self.logs = run_dir / "logs"
        self._say = say
        self._replicas = replicas
        self._manifest = run_dir / "parley.json"
        self._ports = Ports(run_dir / "ports.json")
        self._secrets = Secrets(run_dir / "secrets.json")
        self._supervisor = Supervisor(run_dir, say, self._write_manifest)
        self._mongod = mongod.Mongod(run_dir / "mongod", self._ports.take("mongod"), self._secrets)
        self._rabbitmq = RabbitMQ(
            run_dir / "rabbitmq",
            BrokerPorts(*(self._ports.take(name) for name in ("amqp", "dist", "epmd", "api"))),
            self._secrets,
        )
        self.base_url = _url(self._gateway_port(port))
        self.shop_url = _url(self._ports.take("shop"))
        self.sinks = Sinks(run_dir, self._ports)
        self.workspaces: list[dict[str, Any]] = []
        self._is_up = False

    @property
    def amqp_url(self) -> str:
        """The broker, for a user who may read events and nothing else."""
        return self._rabbitmq.url(services.READER)

    def mongo_url(self, name: str) -> str:
        """The database of the process called ``name``, for whom a test or a benchmark looks."""
        return self._mongod.url(name)

    def broker_url(self, name: str) -> str:
        """The broker, with the rights of the process called ``name``."""
        return self._rabbitmq.url(name)

    def gateway_program(self, url: str) -> Program:
        """A gateway of this system on ``url``; a test may run one more of them."""
        return services.program(
            services.GATEWAY, "gateway", url, self._gateway_environment(url), f"{url}/healthz"
        )

    def process(self, name: str) -> Process:
        """One of its processes, to be killed, paused or looked at."""
        return self._supervisor.processes[name]

    def replicas_of(self, name: str) -> list[Process]:
        """All of one service's, or of the gateway's."""
        found = self._supervisor.processes.items()
        return [process for key, process in found if key.partition(" ")[0] == name]

    def manifest(self) -> dict[str, Any]:
        """What ``parley.json`` says: addresses, sign-ins, processes."""
        return {
            "base_url": self.base_url,
            "shop_url": self.shop_url,
            "mail_url": self.sinks.mail_url,
            "push_url": self.sinks.push_url,
            "amqp_url": self.amqp_url,
            "operator": {
                "amqp_url": self._rabbitmq.url(services.OPERATOR),
                "broker_api_url": self._rabbitmq.api_url(services.OPERATOR),
            },
            "workspaces": self.workspaces,
            "processes": [
                {"name": process.name, "url": process.program.url, "pid": process.pid}
                for process in self._supervisor.processes.values()
            ],
        }

    async def start(self) -> None:
        """Bring everything up. Raises ``CannotStart``, ``process.StartFailed``,
        ``provision.Missing``, ``web.BuildFailed`` or ``demo.SeedFailed``.
        """
        self._manifest.unlink(missing_ok=True)
        await _together(self._build_web(), self._start_servers(), self._start_sinks())
        await _together(*map(self._start_service, services.SERVICES))
        await self._start_gateway()
        await self._seed()
        await self._start_shop()
        self._is_up = True
        self._write_manifest()

    async def stop(self) -> None:
        """Stop everything in order; the data stays."""
        self._is_up = False
        self._manifest.unlink(missing_ok=True)
        await self._supervisor.stop()

    def kill(self) -> None:
        """End everything at once."""
        self._supervisor.kill()

    async def _build_web(self) -> None:
        with screen.step("web", self._say):
            await asyncio.to_thread(web.build)

    async def _start_servers(self) -> None:
        await asyncio.to_thread(provision.ensure, ["rabbitmq-server", *mongod.packages()])
        await _together(self._start_mongod(), self._start_rabbitmq())

    async def _start_mongod(self) -> None:
        with screen.step("MongoDB", self._say):
            await self._supervisor.start(self._mongod.program())
            await self._mongod.add_users((services.GATEWAY, *services.SERVICES))

    async def _start_rabbitmq(self) -> None:
        with screen.step("RabbitMQ", self._say):
            await self._supervisor.start(self._rabbitmq.name_server())
            await self._supervisor.start(self._rabbitmq.program(services.broker_rights()))

    async def _start_service(self, name: str) -> None:
        url = _url(self._ports.take(name))
        _, public_key = self._secrets.key_pair("identity")
        environment = self._environment(name, url) | {"PARLEY_IDENTITY_PUBLIC_KEY": public_key}
        if name == "notifier":
            environment |= self._notifier_environment()
        if name == "webhooks":
            environment |= {"PARLEY_WEBHOOK_ALLOWED_NETWORKS": '["127.0.0.0/8", "::1/128"]'}
        with screen.step(name, self._say):
            await self._start_replicas(
                services.program(name, f"services.{name}", url, environment, f"{url}/readyz")
            )

    async def _start_sinks(self) -> None:
        with screen.step("mail and push sinks", self._say):
            for program in self.sinks.programs():
                await self._supervisor.start(program)

    async def _start_gateway(self) -> None:
        with screen.step("gateway", self._say):
            await self._start_replicas(self.gateway_program(self.base_url))

    async def _start_replicas(self, program: Program) -> None:
        """The first is waited for; the others are ready when they are."""
        await self._supervisor.start(program)
        for number in range(2, self._replicas + 1):
            name = f"{program.name} {number}"
            own = {"PARLEY_METRICS_PORT": str(self._ports.take(f"metrics of {name}"))}
            environment = {**program.environment, **own}
            await self._supervisor.start(replace(program, name=name, environment=environment))

    async def _seed(self) -> None:
        with screen.step("demo workspaces", self._say):
            environment = services.python_environment() | self._gateway_environment(self.base_url)
            self.workspaces = await demo.seed(environment, self._secrets)
            await demo.add_companies(self.base_url, self.workspaces[0])

    async def _start_shop(self) -> None:
        environment = {
            "SHOP_PORT": self.shop_url.rpartition(":")[2],
            "SHOP_GATEWAY_URL": self.base_url,
            "SHOP_WORKSPACE_KEY": self.workspaces[0]["key"],
        }
        with screen.step("demo shop", self._say):
            await self._supervisor.start(
                services.program(
                    "shop", "deploy.local.shop", self.shop_url, environment, self.shop_url
                )
            )

    def _environment(self, name: str, url: str) -> dict[str, str]:
        return {
            "PARLEY_HOST": HOST,
            "PARLEY_PORT": url.rpartition(":")[2],
            "PARLEY_SHARES_PORT": str(self._replicas > 1).lower(),
            "PARLEY_METRICS_PORT": str(self._ports.take(f"metrics of {name} on {url}")),
            "PARLEY_MONGO_URL": self.mongo_url(name),
            "PARLEY_AMQP_URL": self.broker_url(name),
            **_about_traces(),
        }

    def _notifier_environment(self) -> dict[str, str]:
        links_key, _ = self._secrets.key_pair("links")
        own = {"PARLEY_PUBLIC_URL": self.base_url, "PARLEY_LINKS_PRIVATE_KEY": links_key}
        return own | self.sinks.notifier_environment()

    def _gateway_environment(self, url: str) -> dict[str, str]:
        private_key, _ = self._secrets.key_pair("identity")
        _, links_key = self._secrets.key_pair("links")
        return (
            self._environment(services.GATEWAY, url)
            | {"PARLEY_PUBLIC_URL": url, "PARLEY_IDENTITY_PRIVATE_KEY": private_key}
            | {"PARLEY_LINKS_PUBLIC_KEY": links_key}
            | {
                f"PARLEY_{name.upper()}_URL": self.process(name).program.url
                for name in services.SERVICES
            }
        )

    def _gateway_port(self, wanted: int | None) -> int:
        if wanted is None and is_free(DEFAULT_PORT):
            return DEFAULT_PORT
        if wanted and not is_free(wanted):
            raise CannotStart(f"port {wanted} is taken; free it or choose another PARLEY_PORT")
        if wanted:
            return wanted
        port = self._ports.take(services.GATEWAY)
        if wanted is None:
            self._say(f"  port {DEFAULT_PORT} is taken, using {port}")
        return port

    def _write_manifest(self) -> None:
        """Once it is up; then whenever a process was started again."""
        if self._is_up:
            files.write_json(self._manifest, self.manifest())


@contextmanager
def claimed(run_dir: Path) -> Iterator[None]:
    """Keep ``run_dir`` to this process. Raises ``CannotStart`` while another has it."""
    run_dir.mkdir(parents=True, exist_ok=True)
    with (run_dir / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"Parley already runs from {run_dir}") from None
        yield


@asynccontextmanager
async def system(
    run_dir: Path, port: int | None = 0, say: Say = print, replicas: int = 1
) -> AsyncIterator[System]:
    """A running system under ``run_dir``, for as long as the block lasts."""
    with claimed(run_dir):
        running = System(run_dir, port, say, replicas)
        try:
            await running.start()
            yield running
        finally:
            await running.stop()


def _about_traces() -> dict[str, str]:
    """Who may look at them, as whoever starts the system says."""
    return {
        name: value
        for name, value in os.environ.items()
        if name == "PARLEY_OTLP_ENDPOINT" or name.startswith("OTEL_")
    }


def _url(port: int) -> str:
    return f"http://{HOST}:{port}"


async def _together(*steps: Coroutine[Any, Any, None]) -> None:
    """Do steps at once; the first failure ends the others."""
    tasks = [asyncio.create_task(step) for step in steps]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
