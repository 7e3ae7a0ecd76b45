"""The console when the network, the tab, the gateway or the session goes away and comes back."""

import os
import signal

from playwright.async_api import Page, expect

from deploy.local.system import System
from tests.system.conftest import NewPage
from tests.system.console import a_customer, agent_called, open_chat, row, says, sign_in, thread


async def test_after_a_lost_network_everything_is_there_once_and_in_order(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Aida", "Hello") as aida:
        reply = await open_chat(page, "Aida")
        await page.context.set_offline(True)
        await says(aida, "One", "Two")
        async with a_customer(system, "Bert", "Just came"):
            await reply.fill("Written offline")
            await reply.press("Enter")
            await expect(page.get_by_text("You are offline.")).to_be_visible(timeout=40_000)
            await reply.press_sequentially("still typing")
            await page.context.set_offline(False)
            await expect(page.get_by_text("You are offline.")).to_have_count(0)
            await expect(row(page, "Bert")).to_be_visible()
        await expect(page.get_by_text("Sending…")).to_have_count(0)
        await expect(page.get_by_text("Not sent.")).to_have_count(0)
        stored = [message["text"] for message in await aida.messages(aida.path)]
        assert sorted(stored) == ["Hello", "One", "Two", "Written offline"]
        assert await _shown(page) == stored
        await expect(reply).to_have_value("still typing")


async def test_a_frozen_tab_catches_up_when_it_thaws(system: System, new_page: NewPage) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    browser = await page.context.new_cdp_session(page)
    async with a_customer(system, "Cora", "Hello") as cora:
        await open_chat(page, "Cora")
        await browser.send("Page.setWebLifecycleState", {"state": "frozen"})
        await says(cora, *(f"While frozen {number}" for number in range(30)))
        await browser.send("Page.setWebLifecycleState", {"state": "active"})
        await expect(thread(page).get_by_text("While frozen 29")).to_be_in_viewport()
        assert await _shown(page) == ["Hello", *(f"While frozen {n}" for n in range(30))]


async def test_without_a_socket_the_console_still_loads_sends_and_says_so(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    await page.route_web_socket("**/api/v1/stream", lambda socket: socket.close())
    await sign_in(page, system, "Ann")
    async with a_customer(system, "Dora", "Hello") as dora:
        await expect(row(page, "Dora")).to_be_visible(timeout=30_000)
        reply = await open_chat(page, "Dora")
        await reply.fill("By hand")
        await reply.press("Enter")
        await expect(page.get_by_text("Sending…")).to_have_count(0)
        assert len(await dora.messages(dora.path)) == 2
        await expect(page.get_by_role("status").filter(has_text="offline")).to_be_visible()


async def test_a_killed_gateway_is_a_short_pause(system: System, new_page: NewPage) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Egon", "Hello") as egon:
        reply = await open_chat(page, "Egon")
        pid = system.process("gateway").pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await reply.fill("Into the gap")
        await reply.press("Enter")
        await egon.send_until_acknowledged(egon.path, "After the gap")
        await expect(thread(page).get_by_text("Into the gap")).to_have_count(1)
        await expect(thread(page).get_by_text("After the gap")).to_have_count(1)
        await expect(page.get_by_text("Sending…")).to_have_count(0, timeout=30_000)
        stored = [message["text"] for message in await egon.messages(egon.path)]
        assert sorted(stored) == ["After the gap", "Hello", "Into the gap"]
        assert await _shown(page) == stored


async def test_an_ended_session_asks_to_sign_in_and_keeps_the_draft(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Fred", "Hello"):
        reply = await open_chat(page, "Fred")
        await reply.fill("Unfinished")
        ended = await page.request.delete(f"{system.base_url}/api/v1/session")
        assert ended.ok
        await expect(page.get_by_text("Your session has ended.")).to_be_visible()
        ann = agent_called(system, "Ann")
        await page.get_by_label("E-mail address").fill(ann["email"])
        await page.get_by_label("Password", exact=True).fill(ann["password"])
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_label("Reply to Fred")).to_have_value("Unfinished")


async def test_a_wrong_password_is_said_without_telling_which_part_is_wrong(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    await page.goto(system.base_url)
    await page.get_by_label("E-mail address").fill("ann@acme.example")
    await page.get_by_label("Password", exact=True).fill("wrong")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_have_text(
        "This e-mail address and password do not match."
    )
    await expect(page.get_by_label("E-mail address")).to_have_value("ann@acme.example")


async def _shown(page: Page) -> list[str]:
    """The texts of the open thread, from top to bottom."""
    return await thread(page).locator(".bubble").all_inner_texts()


async def test_news_of_the_workspace_reaches_a_console_whose_lists_are_refused(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    refusal = {"type": "urn:parley:problem:live-chat-off", "title": "Off", "status": 403}
    await page.route(
        "**/api/v1/conversations?*", lambda route: route.fulfill(status=403, json=refusal)
    )
    await sign_in(page, system, "Dan")
    menu_item = page.get_by_role("link", name="Live chat")
    await expect(menu_item).to_be_visible()
    try:
        await _switch_live_chat(page, system, on=False)
        await expect(menu_item).to_have_count(0)
    finally:
        await _switch_live_chat(page, system, on=True)
    await expect(menu_item).to_be_visible()


async def _switch_live_chat(admin: Page, system: System, *, on: bool) -> None:
    url = f"{system.base_url}/api/v1/workspace"
    assert (await admin.request.patch(url, data={"live_chat_enabled": on})).ok
