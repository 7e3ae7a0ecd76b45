"""A workspace with one of everything, and somebody of each role in it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Customer, Json

OPEN = {"plan": "pro", "live_chat_enabled": True}


@dataclass(frozen=True)
class Desk:
    """A workspace with an admin, an agent, a ticket with a file, and a company. ``tokens`` open
    sockets: an agent's, and a customer's.
    """

    workspace: Json
    admin: Agent
    agent: Agent
    known: dict[str, str]
    tokens: dict[str, str]

    async def reopen(self) -> None:
        """Whatever was tried with the workspace's settings is over."""
        answer = await self.admin.http.patch("/api/v1/workspace", json=OPEN)
        answer.raise_for_status()


@dataclass(frozen=True)
class Caller:
    """Somebody with a credential of their own to lose; ``known`` are real ids to name, by what the
    API calls them.
    """

    base_url: str
    headers: dict[str, str]
    known: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="session")
async def desk(system: System) -> AsyncIterator[Desk]:
    """The first demo workspace."""
    workspace = system.workspaces[0]
    async with AsyncExitStack() as stack:
        ann, ben = [
            await (await stack.enter_async_context(Agent(system.base_url))).sign_in(
                person["email"], person["password"]
            )
            for person in workspace["agents"][:2]
        ]
        known = await _one_of_everything(system, workspace, ann)
        mia = await stack.enter_async_context(Customer(system.base_url))
        await mia.start(workspace["key"], "Hello")
        tokens = {
            "agents": (await _token(ben)).split()[1],
            "customers": mia.http.headers["Authorization"].split()[1],
        }
        yield Desk(workspace, ann, ben, known, tokens)


async def _one_of_everything(system: System, workspace: Json, agent: Agent) -> dict[str, str]:
    company = (await agent.http.post("/api/v1/companies", json={"name": "Zebra"})).json()
    who = (await agent.http.get("/api/v1/session")).json()
    async with Customer(system.base_url) as mia:
        conversation = await mia.start(workspace["key"], "Hello")
        file = (await mia.upload(mia.path, "a.txt", b"hello")).json()
        await mia.post(mia.path, "Look", attachment_ids=[file["id"]])
    path = agent.conversation(conversation["id"])
    await agent.http.post(f"{path}/close")
    wish = {"subject": "Hello", "company_id": company["id"]}
    await agent.http.post(f"{path}/ticket", json=wish)

    return {
        "agent_id": who["agent"]["id"],
        "attachment_id": file["id"],
        "company_id": company["id"],
        "ticket_id": await _ticket_of(agent, path),
        "workspace_key": workspace["key"],
    }


async def _ticket_of(agent: Agent, path: str) -> str:
    tickets: list[str] = []

    async def is_created() -> bool:
        link = (await agent.http.get(path)).json()["ticket"]
        tickets.append(link["id"])
        return bool(link["state"] == "created")

    await eventually(is_created)
    return tickets[-1]


@pytest.fixture
async def caller(role: str, desk: Desk, system: System) -> AsyncIterator[Caller]:
    """Somebody of that role, beside a new conversation with a file that is not posted yet."""
    await desk.reopen()
    async with Customer(system.base_url) as mia:
        conversation = await mia.start(desk.workspace["key"], "Hello")
        file = (await mia.upload(mia.path, "b.txt", b"hello")).json()
        known = desk.known | {
            "conversation_id": conversation["id"],
            "attachment_id": file["id"],
            "token": "a-device-of-mine",
        }
        customer = mia.http.headers["Authorization"]
    headers = {
        "admin": {"Authorization": await _token(desk.admin)},
        "agent": {"Authorization": await _token(desk.agent)},
        "customer": {"Authorization": customer},
        "nobody": {},
    }
    yield Caller(system.base_url, headers[role], known)
    await desk.reopen()


async def _token(agent: Agent) -> str:
    created = await agent.http.post("/api/v1/tokens", json={"name": "fuzz"})
    return f"Bearer {created.json()['token']}"
