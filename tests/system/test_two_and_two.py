"""Two agents and two customers write at once, and one agent's network is gone for a while."""

import asyncio
from collections.abc import Iterable

from playwright.async_api import FrameLocator, Page, expect

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent
from tests.system import console, widget
from tests.system.conftest import NewPage

PETRA, NOEL = "Petra Duo", "Noel Duo"
AWAY = {PETRA: ("Petra 1", "Petra 2"), NOEL: ("Noel 1", "Noel 2")}


async def test_two_agents_and_two_customers_see_everything_once_and_in_order(
    system: System, new_page: NewPage
) -> None:
    ann, ben = await _agents(system, new_page)
    petra, noel = await _customers(system, new_page)
    await _reply(ann, PETRA, widget.HELLO, "Ann 1")
    await expect(widget.bubble(petra, "Ann 1")).to_be_visible()
    await ann.context.set_offline(True)
    await asyncio.gather(
        _reply(ann, PETRA, "Ann 1", "Ann 2"),
        _reply(ben, NOEL, widget.HELLO, "Ben 1"),
        _write(petra, AWAY[PETRA]),
        _write(noel, AWAY[NOEL]),
    )
    # Ann cannot see it, so the reply guard will ask her.
    await _reply(ben, PETRA, "Ann 1", "Ben 2")
    await expect(widget.bubble(petra, "Ben 2")).to_be_visible()
    await ann.context.set_offline(False)
    await ann.get_by_role("button", name="Send anyway").click()
    await asyncio.gather(
        _reply(ann, NOEL, "Ben 1", "Ann 3"),
        _reply(ben, PETRA, "Ann 2", "Ben 3"),
        widget.send(noel, "Noel 3"),
    )
    said = {
        PETRA: {widget.HELLO, "Ann 1", "Ann 2", "Ben 2", "Ben 3", *AWAY[PETRA]},
        NOEL: {widget.HELLO, "Ben 1", "Ann 3", "Noel 3", *AWAY[NOEL]},
    }
    for name, chat in ((PETRA, petra), (NOEL, noel)):
        stored = await _stored(system, name, said[name])
        await expect(chat.get_by_role("log").locator("article .text")).to_have_text(stored)
        for agent in (ann, ben):
            await console.open_chat(agent, name)
            await expect(console.thread(agent).locator(".bubble")).to_have_text(stored)


async def _agents(system: System, new_page: NewPage) -> tuple[Page, Page]:
    ann, ben = [
        await console.sign_in(await new_page(), system, name, "/live-chat")
        for name in ("Ann", "Ben")
    ]
    return ann, ben


async def _customers(system: System, new_page: NewPage) -> tuple[FrameLocator, FrameLocator]:
    petra, noel = [await widget.visit_shop(await new_page(), system) for _ in (PETRA, NOEL)]
    await asyncio.gather(widget.start(petra, name=PETRA), widget.start(noel, name=NOEL))
    return petra, noel


async def _reply(agent: Page, customer: str, seen: str, text: str) -> None:
    """Open the customer's conversation, see that message, so that the reply guard has nothing to
    ask, and write; on the screen at once, wherever it is by then.
    """
    reply = await console.open_chat(agent, customer)
    await expect(console.thread(agent).get_by_text(seen, exact=True)).to_be_visible()
    await expect(console.row(agent, customer)).not_to_contain_text("unread")
    await reply.fill(text)
    await reply.press("Enter")
    await expect(console.thread(agent).get_by_text(text, exact=True)).to_be_visible()


async def _write(chat: FrameLocator, texts: Iterable[str]) -> None:
    for text in texts:
        await widget.send(chat, text)
        await expect(widget.bubble(chat, text)).to_contain_text(widget.ARRIVED)


async def _stored(system: System, customer: str, said: set[str]) -> list[str]:
    """The texts in the order of ``seq``, once everything that was said is stored; each once."""
    async with widget.an_agent(system) as agent:
        path = agent.conversation((await widget.conversation_with(agent, customer))["id"])
        await _until_stored(agent, path, said)
        messages = await agent.messages(path)
    assert [message["seq"] for message in messages] == list(range(1, len(said) + 1))
    return [message["text"] for message in messages]


async def _until_stored(agent: Agent, path: str, said: set[str]) -> None:
    async def stored() -> bool:
        return {message["text"] for message in await agent.messages(path)} >= said

    await eventually(stored)
