"""What operators do from a terminal: create workspaces, add agents, set passwords.

    python -m gateway create-workspace --name Acme --plan pro
    python -m gateway add-agent --workspace <id> --name Ann --email ann@acme.example --role admin
    python -m gateway set-password --email ann@acme.example
    python -m gateway demo < workspaces.json

Each prints JSON. A password is asked for on a terminal and read from standard input otherwise;
where that is empty, one is made up and printed. They need the database's address
(``PARLEY_MONGO_URL``) and nothing else; events that they cause are said by a running gateway.
"""

import argparse
import asyncio
import getpass
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated, Any

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from gateway.identity import secrets, use_cases
from gateway.identity.attempts import Attempts
from gateway.identity.domain import Workspace
from gateway.identity.use_cases import Identity
from shared import refusals, telemetry
from shared.app import Part
from shared.bus.publisher import Publisher
from shared.contracts.people import Email
from shared.contracts.values import Name, Request
from shared.contracts.workspaces import PLANS, Plan, Role
from shared.mongo import Mongo
from shared.outbox import Outbox

Password = Annotated[str, StringConstraints(min_length=8, max_length=1000)]
Answer = dict[str, Any]


class CommandSettings(BaseSettings):
    """All that a command needs to know."""

    model_config = SettingsConfigDict(
        env_prefix="PARLEY_", secrets_dir=os.environ.get("PARLEY_SECRETS_DIR")
    )

    mongo_url: str


class NewAgent(Request):
    """An agent to add."""

    name: Name
    email: Email
    password: Password
    role: Role = "agent"


class DemoWorkspace(Request):
    """A workspace of the demo, found again by its name."""

    name: Name
    plan: Plan
    live_chat_enabled: bool = True
    agents: Annotated[list[NewAgent], Field(default_factory=list)]


_DEMO = TypeAdapter(list[DemoWorkspace])


def run(arguments: Sequence[str]) -> int:
    """Do what ``arguments`` say. Returns the exit status: 1 when it is refused."""
    given = _parser().parse_args(arguments)
    telemetry.configure_logging("gateway command", "ERROR")
    try:
        answer = asyncio.run(_with_identity(given.command, given))
    except ValidationError as error:
        return _fail(
            "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        )
    except refusals.Refusal as refusal:
        return _fail(str(refusal))
    print(json.dumps(answer, indent=2))  # noqa: T201 - its output is the terminal
    return 0


def _fail(why: str) -> int:
    print(why, file=sys.stderr)  # noqa: T201 - its output is the terminal
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m gateway", description="Without a command: serve."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    create = commands.add_parser("create-workspace", help="a help desk with nobody in it yet")
    create.add_argument("--name", required=True)
    create.add_argument("--plan", required=True, choices=PLANS)
    create.add_argument("--live-chat", action=argparse.BooleanOptionalAction, default=True)
    create.set_defaults(command=_create_workspace)
    add = commands.add_parser("add-agent", help="someone who answers customers")
    add.add_argument("--workspace", required=True, help="the workspace's id")
    add.add_argument("--name", required=True)
    add.add_argument("--email", required=True)
    add.add_argument("--role", choices=["agent", "admin"], default="agent")
    add.set_defaults(command=_add_agent)
    password = commands.add_parser("set-password", help="also ends all sessions of the agent")
    password.add_argument("--email", required=True)
    password.set_defaults(command=_set_password)
    demo = commands.add_parser("demo", help="workspaces and agents from JSON on standard input")
    demo.set_defaults(command=_demo)
    return parser


Command = Callable[[Identity, argparse.Namespace], Coroutine[Any, Any, Answer]]


async def _with_identity(command: Command, given: argparse.Namespace) -> Answer:
    async with _identity() as identity:
        return await command(identity, given)


@asynccontextmanager
async def _identity() -> AsyncIterator[Identity]:
    """The use cases without a broker: what they say waits in the outbox for a gateway."""
    mongo = Mongo(CommandSettings().mongo_url)
    outbox = Outbox(mongo, Publisher())
    identity = use_cases.identity_on(mongo, outbox, Attempts(1))
    parts: list[Part] = [mongo, identity.repository, identity.passwords, outbox]
    async with AsyncExitStack() as running:
        for part in parts:
            await part.start()
            running.push_async_callback(part.stop)
        yield identity


async def _create_workspace(identity: Identity, given: argparse.Namespace) -> Answer:
    name = TypeAdapter(Name).validate_python(given.name)
    workspace = await use_cases.create_workspace(
        identity, name, given.plan, live_chat_enabled=given.live_chat
    )
    return {"id": workspace.id, "name": workspace.name, "key": workspace.key}


async def _add_agent(identity: Identity, given: argparse.Namespace) -> Answer:
    new = NewAgent(
        name=given.name, email=given.email, role=given.role, password=_password(given.email)
    )
    agent = await use_cases.add_agent(
        identity, given.workspace, new.name, new.email, new.role, new.password
    )
    return {"id": agent.id, "email": agent.email, "role": agent.role, "password": new.password}


async def _set_password(identity: Identity, given: argparse.Namespace) -> Answer:
    password = TypeAdapter(Password).validate_python(_password(given.email))
    agent = await use_cases.set_password(identity, given.email, password)
    return {"id": agent.id, "email": agent.email, "password": password}


def _password(email: str) -> str:
    if sys.stdin.isatty():
        typed = getpass.getpass(f"Password for {email} (empty: make one up): ")
    else:
        typed = sys.stdin.readline().rstrip("\n")
    return typed or secrets.new_password()


async def _demo(identity: Identity, _: argparse.Namespace) -> Answer:
    """The widget keys by workspace name. What is there already stays as it is, but for passwords:
    those become what is given.
    """
    wanted = _DEMO.validate_json(sys.stdin.read())
    return {new.name: await _demo_workspace(identity, new) for new in wanted}


async def _demo_workspace(identity: Identity, new: DemoWorkspace) -> str:
    workspace = await identity.repository.workspaces.named(new.name)
    if workspace is None:
        workspace = await use_cases.create_workspace(
            identity, new.name, new.plan, live_chat_enabled=new.live_chat_enabled
        )
    for agent in new.agents:
        await _demo_agent(identity, workspace, agent)
    return workspace.key


async def _demo_agent(identity: Identity, workspace: Workspace, new: NewAgent) -> None:
    known = await identity.repository.agents.signing_in_with(new.email.lower())
    if known is None:
        await use_cases.add_agent(
            identity, workspace.id, new.name, new.email, new.role, new.password
        )
    elif not await identity.passwords.matches(new.password, known[1]):
        await use_cases.set_password(identity, new.email, new.password)
