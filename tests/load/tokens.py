"""Tokens of agents and customers in any number, without a sign-in or a first message of each."""

from collections.abc import Iterable

from deploy.local.services import GATEWAY
from deploy.local.system import System
from gateway.identity import use_cases
from gateway.identity.attempts import Attempts
from gateway.identity.domain import Agent
from gateway.identity.use_cases import Identity
from gateway.identity.visitors import VisitorTokens
from shared import clock
from shared.bus.publisher import Publisher
from shared.mongo import Mongo, Transaction
from shared.outbox import Outbox


async def of_agents(running: System, workspace_id: str, count: int) -> list[str]:
    """An API token of each of so many new agents, who have no password to sign in with."""
    mongo = Mongo(running.mongo_url(GATEWAY))
    await mongo.start()
    identity = use_cases.identity_on(mongo, Outbox(mongo, Publisher()), Attempts(1))
    await identity.repository.start()
    tokens = [await _hired(mongo, identity, workspace_id) for _ in range(count)]
    await mongo.stop()
    return tokens


async def _hired(mongo: Mongo, identity: Identity, workspace_id: str) -> str:
    id_ = clock.new_id()
    agent = Agent(id_, workspace_id, f"Agent {id_[-4:]}", f"{id_}@bench.example", "agent")

    async def hired(tx: Transaction) -> None:
        await identity.repository.agents.add(tx, agent, "none")

    await mongo.transact(hired)
    token, _ = await use_cases.issue_api_token(identity, agent, "bench")
    return token


def of_customers(running: System, workspace_id: str, conversation_ids: Iterable[str]) -> list[str]:
    """A visitor token for each conversation."""
    environment = running.process(GATEWAY).program.environment
    issuer = VisitorTokens(environment["PARLEY_IDENTITY_PRIVATE_KEY"])
    return [
        issuer.issue(
            customer_id=clock.new_id(),
            name="Customer",
            workspace_id=workspace_id,
            conversation_id=conversation_id,
            now=clock.now(),
        )
        for conversation_id in conversation_ids
    ]
