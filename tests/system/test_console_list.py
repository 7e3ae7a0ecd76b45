"""The conversations column: live, steady, and usable by keyboard alone."""

import json

from playwright.async_api import Page, Route, expect

from deploy.local.system import System
from tests.eventually import eventually
from tests.load import stored
from tests.people import Agent, Customer
from tests.system.conftest import NewPage
from tests.system.console import a_customer, agent_called, open_chat, row, says, sign_in, thread

MANY = 90
EMPTY = json.dumps({"items": [], "next_cursor": None})
HUNDREDS, MOST_DRAWN = 600, 45
AT_ONCE = """async (keys) => {
    for (const key of keys) {
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve));
    }
}"""
"""Keys that come before the next picture is drawn."""


async def test_a_row_shows_who_wrote_last_and_what_is_unread(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Nora", "Hello") as nora:
        await expect(row(page, "Nora")).to_contain_text("1 unread")
        await says(nora, "Anyone there?")
        await expect(row(page, "Nora")).to_contain_text("2 unread")
        reply = await open_chat(page, "Nora")
        await expect(row(page, "Nora")).not_to_contain_text("unread")
        await reply.fill("Here I am")
        await reply.press("Enter")
        await expect(row(page, "Nora").get_by_label("Last reply by you")).to_be_visible()
        await expect(row(page, "Nora")).to_contain_text("You: Here I am")


async def test_a_chat_read_in_one_tab_is_read_in_the_other(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    other = await page.context.new_page()
    async with a_customer(system, "Otis", "Hello"):
        await other.goto(system.base_url)
        await expect(row(other, "Otis")).to_contain_text("1 unread")
        await open_chat(page, "Otis")
        await expect(row(other, "Otis")).not_to_contain_text("unread")


async def test_a_closed_chat_moves_to_the_other_filter_for_everyone(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    colleague = await sign_in(await new_page(), system, "Ben")
    async with a_customer(system, "Paula", "Hello"):
        await open_chat(page, "Paula")
        await open_chat(colleague, "Paula")
        await page.get_by_role("button", name="Close conversation").click()
        for agent in (page, colleague):
            await expect(row(agent, "Paula")).to_have_count(0)
            await expect(agent.get_by_label("Reply to Paula")).to_have_count(0)
            await expect(agent.get_by_text("This conversation is closed.")).to_be_visible()
        await expect(thread(page)).to_contain_text("You closed this conversation")
        await expect(thread(colleague)).to_contain_text("Ann closed this conversation")
        await colleague.get_by_role("link", name="Closed").click()
        await expect(row(colleague, "Paula")).to_be_visible()


async def test_the_row_that_is_pointed_at_stays_while_others_move(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Quin", "Hello") as quin, a_customer(system, "Rosa", "Hello"):
        await expect(row(page, "Rosa")).to_be_visible()
        await row(page, "Rosa").hover()
        before = await _top(page, "Rosa")
        await says(quin, "Still there?")
        async with a_customer(system, "Sven", "Hello"):
            await expect(row(page, "Quin")).to_contain_text("Still there?")
            await expect(row(page, "Sven")).to_be_visible()
            assert await _top(page, "Rosa") == before


async def test_more_rows_come_on_scrolling_and_each_is_there_once(
    system: System, new_page: NewPage
) -> None:
    dan = agent_called(system, "Dan")
    async with Agent(system.base_url) as agent:
        await agent.sign_in(dan["email"], dan["password"])
        await _fill(system, agent)
    page = await sign_in(await new_page(), system, "Dan")
    await expect(row(page, f"Customer {MANY - 1:03}")).to_be_visible()
    seen: set[str] = set()
    for _ in range(MANY):
        drawn = await page.locator(".row-name").all_inner_texts()
        assert len(drawn) == len(set(drawn)) < MANY
        seen |= set(drawn)
        if len(seen) == MANY:
            break
        await page.get_by_label("Conversations").hover()
        await page.mouse.wheel(0, 500)
        await page.evaluate(
            "new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))"
        )
    assert len(seen) == MANY


async def test_a_list_of_hundreds_draws_only_what_is_near_the_screen(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Rita", "Hello"):
        session = await (await page.request.get(f"{system.base_url}/api/v1/session")).json()
        mongo_url = system.mongo_url("chat")
        copies = await stored.fill(mongo_url, session["workspace"]["id"], HUNDREDS)
        try:
            await page.reload()
            await expect(row(page, "Rita").first).to_be_visible()
            await eventually(lambda: _is_at_the_end(page), seconds=60)
            last = page.locator("[aria-setsize]").last
            assert int(await last.get_attribute("aria-setsize") or 0) > len(copies)
        finally:
            await stored.forget(mongo_url, copies)


async def test_an_empty_list_leads_to_a_site_that_has_the_widget(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    await page.route("**/api/v1/session", _with_a_site)
    await page.route("**/api/v1/conversations?*", lambda route: route.fulfill(body=EMPTY))
    await page.reload()
    link = page.get_by_role("link", name="Try it on shop.example:8443")
    await expect(link).to_have_attribute("href", "https://shop.example:8443")
    await expect(link).to_have_attribute("target", "_blank")
    await expect(link).to_have_attribute("rel", "noopener")


async def test_the_list_and_a_chat_are_worked_through_by_keyboard_alone(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Tove", "Hello"), a_customer(system, "Uma", "Hello"):
        for customer in ("Tove", "Uma"):
            await expect(row(page, customer)).to_be_visible()
        await page.keyboard.press("?")
        keys = page.get_by_role("dialog", name="Keyboard")
        await expect(keys).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(keys).to_have_count(0)
        await page.evaluate(AT_ONCE, ["j", "ArrowDown"])
        await expect(row(page, "Tove")).to_be_focused()
        await page.keyboard.press("k")
        await expect(row(page, "Uma")).to_be_focused()
        await page.keyboard.press("j")
        await expect(row(page, "Tove")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(thread(page)).to_contain_text("Hello")
        await page.keyboard.press("r")
        await expect(page.get_by_label("Reply to Tove")).to_be_focused()
        await page.keyboard.type("Right away")
        await page.keyboard.press("Enter")
        await expect(thread(page)).to_contain_text("Right away")
        await page.keyboard.press("Escape")
        await expect(row(page, "Tove")).to_be_focused()
        await page.keyboard.press("e")
        await expect(page.get_by_text("This conversation is closed.")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_text("Choose a conversation")).to_be_visible()


async def _with_a_site(route: Route) -> None:
    answer = await route.fetch()
    session = await answer.json()
    session["workspace"]["widget"]["allowed_origins"] = ["https://shop.example:8443"]
    await route.fulfill(response=answer, json=session)


async def _is_at_the_end(page: Page) -> bool:
    """Scroll as far down as there are rows, of which few are drawn; whether those were all."""
    await page.locator(".rows").evaluate("(rows) => rows.scrollTo(0, rows.scrollHeight)")
    assert 0 < await page.locator(".row").count() < MOST_DRAWN
    return await page.locator("[aria-setsize]").last.get_attribute("aria-setsize") != "-1"


async def _top(page: Page, customer: str) -> float:
    box = await row(page, customer).bounding_box()
    assert box is not None
    return box["y"]


async def _fill(system: System, agent: Agent) -> None:
    """Globex gets as many conversations as it takes to need several pages."""
    key = system.workspaces[1]["key"]
    async with Customer(system.base_url) as customer:
        for number in range(MANY):
            await customer.start(key, "Hello", name=f"Customer {number:03}")


async def test_search_finds_by_customer_and_by_what_was_written_in_both_statuses(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with (
        a_customer(system, "Tobias Finder", "The teapot drips"),
        a_customer(system, "Rosalind", "My xylophone arrived in pieces") as rosalind,
    ):
        (await rosalind.http.post(f"{rosalind.path}/close")).raise_for_status()
        await expect(row(page, "Tobias Finder")).to_be_visible()
        await page.keyboard.press("/")
        await page.keyboard.type("xylophone")
        await expect(row(page, "Tobias Finder")).to_have_count(0)
        await expect(row(page, "Rosalind")).to_contain_text("Closed")
        await page.get_by_role("searchbox").fill("tob fin")
        await expect(row(page, "Tobias Finder")).to_be_visible()
        await expect(row(page, "Rosalind")).to_have_count(0)
        await page.get_by_role("searchbox").fill("nobody wrote this")
        await expect(page.get_by_text("Nothing found")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(row(page, "Tobias Finder")).to_be_visible()
