"""``kill -9`` of any one process during a chat loses and doubles nothing that was acknowledged."""

import asyncio

import pytest
from websockets.exceptions import WebSocketException

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Customer, Json
from tests.resilience.office import whole_thread

MESSAGES = 40
PAUSE_SECONDS = 0.05
"""Between messages, so that the chat goes on before, during and after the kill."""


@pytest.mark.parametrize("victim", ["chat", "gateway", "rabbitmq", "mongod"])
async def test_a_kill_during_a_chat_loses_and_doubles_nothing(system: System, victim: str) -> None:
    acme = system.workspaces[0]
    async with Customer(system.base_url) as mia, Agent(system.base_url) as ann:
        await ann.sign_in(acme["agents"][0]["email"], acme["agents"][0]["password"])
        conversation = await mia.start(acme["key"], "message 0")
        path = ann.conversation(conversation["id"])

        pid = system.process(victim).pid
        customer, agent, _ = await asyncio.gather(
            chat(mia, mia.path, "customer"),
            chat(ann, path, "agent"),
            kill_in_the_middle(system, victim),
        )

        await restarted(system, victim, pid)
        history = await whole_thread(ann, path)
        await is_live_again(ann, mia)

    acknowledged = [message["id"] for message in (*customer, *agent)]
    kept = [message["id"] for message in history]
    assert [message["seq"] for message in history] == list(range(1, len(history) + 1))
    assert len(kept) == 1 + len(acknowledged)
    assert set(acknowledged) <= set(kept)


async def chat(who: Customer | Agent, path: str, name: str) -> list[Json]:
    """Send one message after the other, each until it is acknowledged."""
    sent = []
    for number in range(MESSAGES):
        sent.append(await who.send_until_acknowledged(path, f"{name} {number}"))
        await asyncio.sleep(PAUSE_SECONDS)
    return sent


async def kill_in_the_middle(system: System, victim: str) -> None:
    await asyncio.sleep(MESSAGES * PAUSE_SECONDS / 2)
    system.process(victim).kill()


async def restarted(system: System, victim: str, old_pid: int | None) -> None:
    async def has_new_pid() -> bool:
        process = system.process(victim)
        return process.pid is not None and process.pid != old_pid

    await eventually(has_new_pid, seconds=60)


async def is_live_again(ann: Agent, mia: Customer) -> None:
    """What is written now is seen at once again, on a socket that is opened until it stays."""

    async def sees_it() -> bool:
        try:
            async with ann.listening() as frames:
                sent = await mia.send_until_acknowledged(mia.path, "still there?")
                await frames.event("conversation.message_sent.v1", message=sent)
        except (OSError, WebSocketException, TimeoutError):
            return False
        return True

    await eventually(sees_it, seconds=60)
