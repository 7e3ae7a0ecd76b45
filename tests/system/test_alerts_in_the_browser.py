"""An agent's console tells of a new chat, in real browsers: it rings, in one tab, and it stops."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx
from playwright.async_api import Locator, Page, expect

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Json
from tests.system.conftest import NewPage
from tests.system.console import a_customer, agent_called, choose, open_chat, row, sign_in

GRANTED = ["notifications"]
REFUSED = ["geolocation"]
"""What is not named is refused."""
EVERYTHING = {"email": True, "mobile": True, "sound": True}
DESKTOP = """
    document.hasFocus = () => false;
    window.shown = [];
    window.Notification = class extends EventTarget {
        static permission = 'granted';
        constructor(title, options) {
            super();
            window.shown.push(Object.assign(this, { title, isOpen: true }, options));
        }
        close() { this.isOpen = false; }
    };
"""
"""A desktop that nobody looks at, and what it shows."""


async def test_a_new_chat_rings_in_one_tab_until_anyone_opens_it(
    system: System, new_page: NewPage
) -> None:
    async with _an_agent(system, "Ann"):
        first = await sign_in(await new_page(permissions=GRANTED), system, "Ann")
        second = await first.context.new_page()
        await second.goto(first.url)
        await _touch(second)
        await expect(_bell(second)).to_have_attribute("data-ringing", "false")
        ben = await sign_in(await new_page(permissions=GRANTED), system, "Ben")
        async with a_customer(system, "Ottilie", "Is anybody listening?"):
            await expect(row(second, "Ottilie")).to_be_visible()
            await eventually(lambda: _rings_in_one(first, second))
            ringing, silent = await _sorted(first, second)
            await ringing.close()
            await expect(_bell(silent)).to_have_attribute("data-ringing", "true")
            await expect(_bell(ben)).to_have_attribute("data-ringing", "true")
            await open_chat(ben, "Ottilie")
            for page in (silent, ben):
                await expect(_bell(page)).to_have_attribute("data-ringing", "false")
            await choose(ben, "Who was notified?")
            told = ben.get_by_role("dialog").get_by_role("list", name="Agents")
            await expect(told.get_by_role("listitem").filter(has_text="Ann")).to_contain_text(
                "E-mail"
            )


async def test_the_bell_is_the_same_on_another_device(system: System, new_page: NewPage) -> None:
    async with _an_agent(system, "Ann"):
        desk = await sign_in(await new_page(permissions=GRANTED), system, "Ann")
        home = await sign_in(await new_page(permissions=GRANTED), system, "Ann")
        async with a_customer(system, "Perpetua", "Hello?"):
            # Each of the two browsers has one page, so both ring.
            for page in (desk, home):
                await expect(_bell(page)).to_have_attribute("data-ringing", "true")
            await _switch(desk).click()
            for page in (desk, home):
                await expect(_switch(page)).to_have_attribute("aria-pressed", "false")
                await expect(_bell(page)).to_have_attribute("data-ringing", "false")
            await home.reload()
            await expect(_switch(home)).to_have_attribute("aria-pressed", "false")
            await _switch(home).click()
            await expect(_switch(desk)).to_have_attribute("aria-pressed", "true")
            await expect(_bell(desk)).to_have_attribute("data-ringing", "true")


async def test_what_the_browser_refuses_is_said_with_what_to_do(
    system: System, new_page: NewPage
) -> None:
    async with _an_agent(system, "Ann"):
        page = await new_page(permissions=GRANTED)
        await sign_in(page, system, "Ann")
        await expect(_switch(page)).to_be_visible()
        await page.reload()
        warning = page.get_by_role("button", name="Alerts may not reach you")
        await expect(warning).to_be_visible()
        await warning.focus()
        advice = page.get_by_role("dialog", name="Alerts for new chats")
        await warning.press("Enter")
        await expect(advice.get_by_text("Sound works.")).to_be_visible()
        await expect(advice.get_by_text("Notifications work.")).to_be_visible()
        await expect(warning).to_have_count(0)
        refusing = await sign_in(await new_page(permissions=REFUSED), system, "Ann")
        await refusing.get_by_role("button", name="Alerts may not reach you").click()
        blocked = refusing.get_by_role("dialog", name="Alerts for new chats")
        await expect(blocked.get_by_text("The browser blocks notifications.")).to_be_visible()
        await expect(blocked.get_by_role("button", name="Test")).to_be_visible()
        await refusing.keyboard.press("Escape")
        await expect(blocked).to_be_hidden()
        await _switch(refusing).click()
        await expect(refusing.get_by_role("button", name="Alerts may not")).to_have_count(0)


async def test_the_desktop_shows_a_chat_once_and_leads_to_it(
    system: System, new_page: NewPage
) -> None:
    async with _an_agent(system, "Ann"):
        page = await new_page()
        await page.add_init_script(DESKTOP)
        await sign_in(page, system, "Ann")
        async with a_customer(system, "Quirin", "The lamp\nis dark"):
            await eventually(lambda: _has_shown(page, "Quirin"))
            [found] = [one for one in await _shown(page) if one["title"].endswith("Quirin")]
            assert (found["title"], found["body"]) == ("New chat from Quirin", "The lamp")
            click = "tag => shown.find((one) => one.tag === tag).dispatchEvent(new Event('click'))"
            await page.evaluate(click, found["tag"])
            await expect(page).to_have_url(re.compile(f"/live-chat/{found['tag']}"))
            await eventually(lambda: _has_taken_back(page, found["tag"]))


async def test_the_settings_say_what_reaches_the_agent_and_try_it(
    system: System, new_page: NewPage
) -> None:
    ben = agent_called(system, "Ben")
    async with _an_agent(system, "Ben") as agent:
        token = f"device-{uuid4().hex}"
        page = await sign_in(await new_page(), system, "Ben", "/settings")
        await expect(page.get_by_text("No device yet.")).to_be_visible()
        await page.get_by_role("button", name="Send a test push").click()
        await expect(page.get_by_text("No mobile device is registered.")).to_be_visible()
        await page.get_by_role("button", name="Send a test e-mail").click()
        await expect(page.get_by_text("Sent. Look into your mailbox")).to_be_visible()
        assert ben["email"] in await _readers_of_tests(system)
        await page.get_by_role("switch", name="E-mail").click()
        await expect(page.get_by_role("switch", name="E-mail")).not_to_be_checked()

        async def is_off() -> bool:
            answer = await agent.http.get("/api/v1/notification-settings")
            is_on: bool = answer.json()["email"]
            return not is_on

        await eventually(is_off)
        device = {"token": token, "name": "Ben's phone"}
        (await agent.http.post("/api/v1/devices", json=device)).raise_for_status()
        await page.reload()
        await expect(page.get_by_role("switch", name="E-mail")).not_to_be_checked()
        await page.get_by_role("button", name="Send a test push").click()
        await expect(page.get_by_text("Sent. Your devices show it")).to_be_visible()
        await page.get_by_role("button", name="Remove Ben's phone").click()
        await expect(page.get_by_text("No device yet.")).to_be_visible()
        assert (await agent.http.get("/api/v1/devices")).json()["items"] == []


@asynccontextmanager
async def _an_agent(system: System, name: str) -> AsyncIterator[Agent]:
    """As a program; no chat of an earlier test rings, and the settings will be as before."""
    who = agent_called(system, name)
    async with Agent(system.base_url) as agent:
        await agent.sign_in(who["email"], who["password"])
        for chat in (await agent.all_conversations("active"))["items"]:
            if chat["last_responder"] is None and chat["agents_read_seq"] == 0:
                seen = {"seq": chat["last_seq"]}
                await agent.http.post(f"{agent.conversation(chat['id'])}/read", json=seen)
        try:
            yield agent
        finally:
            await agent.http.put("/api/v1/notification-settings", json=EVERYTHING)


def _bell(page: Page) -> Locator:
    return page.locator("[data-ringing]")


def _switch(page: Page) -> Locator:
    return page.get_by_role("button", name="Sound for new chats")


async def _shown(page: Page) -> list[Json]:
    """What the desktop showed, and whether it still does."""
    shown: list[Json] = await page.evaluate(
        "shown.map(({ title, body, tag, isOpen }) => ({ title, body, tag, isOpen }))"
    )
    return shown


async def _has_shown(page: Page, customer: str) -> bool:
    return any(one["title"].endswith(customer) for one in await _shown(page))


async def _has_taken_back(page: Page, tag: str) -> bool:
    return not any(one["isOpen"] for one in await _shown(page) if one["tag"] == tag)


async def _touch(page: Page) -> None:
    """A browser plays no sound in a page that nobody has touched."""
    await page.get_by_role("heading", name="Tickets").click()
    await expect(page.get_by_role("button", name="Alerts may not reach you")).to_have_count(0)


async def _is_ringing(page: Page) -> bool:
    return await _bell(page).get_attribute("data-ringing") == "true"


async def _rings_in_one(first: Page, second: Page) -> bool:
    return await _is_ringing(first) != await _is_ringing(second)


async def _sorted(first: Page, second: Page) -> tuple[Page, Page]:
    """The one that rings, then the silent one."""
    return (first, second) if await _is_ringing(first) else (second, first)


async def _readers_of_tests(system: System) -> list[str]:
    async with httpx.AsyncClient() as http:
        mails = (await http.get(f"{system.sinks.mail_url}/messages")).json()
    return [mail["to"] for mail in mails if "test" in mail["subject"].lower()]
