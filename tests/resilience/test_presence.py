"""Whoever dies, nobody is stuck longer than 15 seconds, and no message waits for presence."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator

import httpx
import pytest

from deploy.local.process import Process
from deploy.local.system import System
from shared.contracts.presence import REPEAT_SECONDS
from tests.eventually import eventually
from tests.people import Agent, Customer, Frames, Json
from tests.resilience.line import Line
from tests.resilience.office import signed_in

STUCK_SECONDS = 15.0


@pytest.fixture
async def ben(system: System) -> AsyncIterator[Agent]:
    """Ben, who looks on."""
    async with signed_in(system, 1) as ben:
        yield ben


@pytest.fixture
async def mia(system: System) -> AsyncIterator[Customer]:
    """A customer who has not written yet."""
    async with Customer(system.base_url) as mia:
        yield mia


@pytest.fixture
async def conversation(system: System, mia: Customer) -> Json:
    """Hers."""
    return await mia.start(system.workspaces[0]["key"], "Hello")


async def sees(agent: Agent, conversation: Json, **others: str) -> None:
    """Return once exactly these others are where the conversation is; 15 s are too long."""

    async def is_so() -> bool:
        try:
            return await agent.others_at(conversation["id"]) == others
        except httpx.HTTPError:
            return False  # presence, or the gateway, is being started again

    await eventually(is_so, STUCK_SECONDS)


async def sees_offline(agent: Agent, name: str) -> None:
    """Return once a colleague cannot be reached."""

    async def is_so() -> bool:
        items = (await agent.http.get("/api/v1/agents")).json()["items"]
        return not next(item for item in items if item["name"] == name)["is_online"]

    await eventually(is_so, STUCK_SECONDS)


async def test_the_death_of_a_gateway_ends_who_was_there_in_time(
    system: System, second_gateway: Process, ben: Agent, conversation: Json
) -> None:
    async with (
        signed_in(system, 0, second_gateway.program.url) as ann,
        ann.listening() as tab,
        ben.listening() as at_ben,
    ):
        await at_ben.at(conversation["id"], "viewing")
        await tab.at(conversation["id"], "replying")
        await sees(ben, conversation, Ann="replying", Ben="viewing")
        repeating = asyncio.create_task(repeat(at_ben, conversation["id"]))
        killed = time.monotonic()
        second_gateway.abandon()
        await sees(ben, conversation, Ben="viewing")
        await sees_offline(ben, "Ann")
        print(f"a gateway's death healed in {time.monotonic() - killed:.1f} s")
        repeating.cancel()


async def repeat(tab: Frames, conversation_id: str) -> None:
    """What a client does while nothing changes."""
    while True:
        await asyncio.sleep(REPEAT_SECONDS)
        await tab.at(conversation_id, "viewing")


async def test_the_death_of_presence_loses_nobody_keeps_nobody_and_delays_no_message(
    system: System, ben: Agent, mia: Customer, conversation: Json
) -> None:
    async with ben.listening() as at_ben, signed_in(system, 0) as ann:
        await at_ben.at(conversation["id"], "viewing")
        async with ann.listening() as at_ann:
            await at_ann.at(conversation["id"], "viewing")
            await sees(ben, conversation, Ann="viewing", Ben="viewing")
            pid = system.process("presence").kill()
            killed = time.monotonic()
        sent = await mia.send_until_acknowledged(mia.path, "while presence is dead")
        await at_ben.event("conversation.message_sent.v1", message=sent, seconds=2.0)
        await sees(ben, conversation, Ben="viewing")
        print(f"presence's death healed in {time.monotonic() - killed:.1f} s")
    await system.process("presence").wait_replaced(pid)


async def test_a_network_that_is_cut_without_a_word_leaves_nobody_there(
    system: System, ben: Agent, conversation: Json
) -> None:
    async with (
        Line(system.base_url) as line,
        signed_in(system, 0, line.url) as ann,
        ann.listening() as tab,
    ):
        await tab.at(conversation["id"], "replying")
        await sees(ben, conversation, Ann="replying")
        cut = time.monotonic()
        line.cut()
        await sees(ben, conversation)
        await sees_offline(ben, "Ann")
        print(f"a cut network healed in {time.monotonic() - cut:.1f} s")


@pytest.mark.parametrize("is_presence_down", [False, True])
async def test_of_two_agents_who_send_at_once_through_two_gateways_exactly_one_is_held(
    system: System,
    second_gateway: Process,
    ben: Agent,
    conversation: Json,
    *,
    is_presence_down: bool,
) -> None:
    async with signed_in(system, 0, second_gateway.program.url) as ann:
        if is_presence_down:
            system.process("presence").signal(signal.SIGSTOP)
        try:
            for turn in range(5):
                path = ann.conversation(conversation["id"])
                seen = (await ann.messages(path))[-1]["seq"]
                answers = await asyncio.gather(
                    ann.post(path, f"Ann {turn}", last_seen_seq=seen),
                    ben.post(path, f"Ben {turn}", last_seen_seq=seen),
                )
                assert sorted(answer.status_code for answer in answers) == [201, 409]
                held = next(answer for answer in answers if answer.status_code == 409)
                assert len(held.json()["missed"]) == 1
        finally:
            system.process("presence").signal(signal.SIGCONT)
