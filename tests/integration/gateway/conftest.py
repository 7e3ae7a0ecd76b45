"""A gateway as a process of its own, with real servers behind it and an upstream for a service."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import argon2
import httpx
import pytest

from deploy.local.secrets import Secrets
from gateway.identity import use_cases
from gateway.identity.attempts import Attempts
from gateway.identity.domain import Agent, Workspace
from gateway.identity.passwords import Passwords
from gateway.identity.use_cases import Identity
from gateway.identity.visitors import VisitorTokens
from shared import clock, telemetry
from shared.bus.connection import Bus
from shared.bus.publisher import Publisher
from shared.contracts import events
from shared.contracts.events import Fact
from shared.contracts.workspaces import Plan, WorkspacePatch
from shared.mongo import Mongo
from shared.outbox import Outbox
from tests import plain
from tests.eventually import eventually
from tests.integration.gateway import upstream
from tests.integration.gateway.upstream import Upstream
from tests.integration.shared.conftest import running
from tests.servers import Broker, MongoServer

PASSWORD = "correct horse"


class QuickPasswords(Passwords):
    """Hashes that are made, and checked by the gateway, as quickly as argon2id allows: good ones
    take long on purpose, and each test adds two agents.
    """

    hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

    async def hash_of(self, password: str) -> str:
        return self.hasher.hash(password)


@dataclass(frozen=True)
class Office:
    """A workspace with an admin, Ann, and an agent, Ben."""

    gateway: "Gateway"
    workspace: Workspace
    ann: Agent
    ben: Agent

    @asynccontextmanager
    async def signed_in(
        self, agent: Agent, url: str | None = None
    ) -> AsyncIterator[httpx.AsyncClient]:
        """A browser of ``agent``'s."""
        async with plain.client(url or self.gateway.url) as http:
            answer = await http.post(
                "/api/v1/session", json={"email": agent.email, "password": PASSWORD}
            )
            assert answer.status_code == 201
            yield http

    async def change(self, **patch: object) -> None:
        """What an admin changes, but said by no HTTP client."""
        given = WorkspacePatch.model_validate(patch)
        await use_cases.change_workspace(self.gateway.identity, self.workspace.id, given)

    def visitor_token(self, conversation_id: str = "c1") -> str:
        """The token of a customer who has that conversation."""
        return self.gateway.visitor_tokens.issue(
            customer_id="mia",
            name="Mia",
            workspace_id=self.workspace.id,
            conversation_id=conversation_id,
            now=clock.now(),
        )

    async def say(self, fact: Fact, subject: str = "c1", sequence: int = 2) -> None:
        """Let the broker carry an event of this workspace."""
        event = events.envelope(
            fact,
            event_id=clock.new_id(),
            source="/tests",
            subject=subject,
            workspace_id=self.workspace.id,
            sequence=sequence,
            time=clock.now(),
            traceparent=telemetry.new_traceparent(),
        )
        key = events.routing_key(event.type, event.workspaceid)
        await self.gateway.publisher.publish(key, event.model_dump_json().encode(), event.id)


@dataclass(frozen=True)
class Running:
    """One process of a gateway."""

    url: str
    metrics_url: str
    process: Process

    @property
    def socket_url(self) -> str:
        """Where its sockets are."""
        return self.url.replace("http", "ws", 1)

    async def metrics(self) -> dict[str, float]:
        """What it tells Prometheus, by name and labels."""
        async with plain.client() as http:
            told = (await http.get(self.metrics_url)).text
        samples = [line.rpartition(" ") for line in told.splitlines() if line[0] != "#"]
        return {name: float(value) for name, _, value in samples}


@dataclass(frozen=True)
class Gateway(Running):
    """A running gateway, and what a test needs to act behind its back."""

    environment: dict[str, str]
    upstream: Upstream
    presence: Upstream
    identity: Identity
    visitor_tokens: VisitorTokens
    publisher: Publisher
    links_private_key: str

    async def office(self, plan: Plan = "pro", *, live_chat_enabled: bool = True) -> Office:
        """A new workspace, which no other test knows."""
        workspace = await use_cases.create_workspace(
            self.identity, "Acme", plan, live_chat_enabled=live_chat_enabled
        )
        domain = f"{workspace.key}.example"
        ann = await use_cases.add_agent(
            self.identity, workspace.id, "Ann Lee", f"ann@{domain}", "admin", PASSWORD
        )
        ben = await use_cases.add_agent(
            self.identity, workspace.id, "Ben", f"ben@{domain}", "agent", PASSWORD
        )
        return Office(self, workspace, ann, ben)

    @asynccontextmanager
    async def another(self, **settings: str) -> AsyncIterator["Running"]:
        """One more process with the same database and broker."""
        async with gateway_process(self.environment | settings) as other:
            yield other


@pytest.fixture(scope="session")
async def gateway(
    mongo_server: MongoServer,
    amqp_server: Broker,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Gateway]:
    """One gateway for all tests; they keep apart by having workspaces of their own."""
    secrets = Secrets(tmp_path_factory.mktemp("gateway") / "secrets.json")
    private_key, _ = secrets.key_pair("identity")
    links_private_key, links_public_key = secrets.key_pair("links")
    chat_port, presence_port = free_port(), free_port()
    async with (
        mongo_server.fresh() as mongo_url,
        amqp_server.fresh() as amqp_url,
        upstream.running(chat_port) as chat,
        upstream.running(presence_port) as presence,
        gateway_process(
            environment := {
                "PARLEY_MONGO_URL": mongo_url,
                "PARLEY_AMQP_URL": amqp_url,
                "PARLEY_IDENTITY_PRIVATE_KEY": private_key,
                "PARLEY_LINKS_PUBLIC_KEY": links_public_key,
                "PARLEY_CHAT_URL": f"http://127.0.0.1:{chat_port}",
                "PARLEY_TICKETS_URL": f"http://127.0.0.1:{chat_port}",
                "PARLEY_PRESENCE_URL": f"http://127.0.0.1:{presence_port}",
                "PARLEY_NOTIFIER_URL": f"http://127.0.0.1:{chat_port}",
                "PARLEY_TRASH_URL": f"http://127.0.0.1:{chat_port}",
                "PARLEY_WEBHOOKS_URL": f"http://127.0.0.1:{chat_port}",
                "PARLEY_LOG_LEVEL": "WARNING",
            }
        ) as first,
    ):
        mongo, bus = Mongo(mongo_url), Bus(amqp_url, "tests")
        slow = use_cases.identity_on(mongo, Outbox(mongo, bus.publisher), Attempts(1))
        identity = replace(slow, passwords=QuickPasswords())
        parts = (mongo, identity.repository, identity.passwords, bus, identity.outbox)
        async with running(*parts):
            tokens = VisitorTokens(private_key)
            yield Gateway(
                first.url,
                first.metrics_url,
                first.process,
                environment,
                chat,
                presence,
                identity,
                tokens,
                bus.publisher,
                links_private_key,
            )


@pytest.fixture
async def office(gateway: Gateway) -> Office:
    """A workspace with live chat."""
    return await gateway.office()


@pytest.fixture(autouse=True)
def fresh_upstreams(gateway: Gateway) -> None:
    """The services have been asked nothing and answer with nothing."""
    for service in (gateway.upstream, gateway.presence):
        service.asked.clear()
        service.answer = upstream.nothing


@asynccontextmanager
async def gateway_process(
    environment: dict[str, str], ready: str = "/healthz"
) -> AsyncIterator[Running]:
    """A gateway that is ready; ``ready`` is where it says so."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    metrics_url = f"http://127.0.0.1:{(metrics_port := free_port())}/metrics"
    ports = {"PARLEY_PORT": str(port), "PARLEY_METRICS_PORT": str(metrics_port)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway"),
        env=os.environ | environment | ports,
        cwd=Path(__file__).parents[3],
    )

    async def is_ready() -> bool:
        assert process.returncode is None, "the gateway has ended"
        with suppress(httpx.TransportError):
            return (await http.get(ready)).status_code == 200
        return False

    try:
        async with plain.client(url) as http:
            await eventually(is_ready, seconds=60)
        yield Running(url, metrics_url, process)
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
