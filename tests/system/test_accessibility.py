"""axe finds nothing on any screen of the console and of the widget, light and dark."""

import json
from urllib.parse import urlsplit

from playwright.async_api import Frame, Page, Route, expect

from deploy.local.system import System
from tests.people import Agent, Customer
from tests.system import console, widget
from tests.system.accessibility import Audit
from tests.system.conftest import NewPage

WRONG = """<html lang="en"><title>A</title><style>
    @media (prefers-color-scheme: dark) { p { color: #eee } }
</style><main><h1>A</h1><button></button><p>Words</p></main></html>"""
EMPTY = json.dumps({"items": [], "next_cursor": None})
LISTS = "**/api/v1/conversations?*"
SENDS = "**/api/v1/conversations/*/messages"


async def test_axe_is_really_looking(new_page: NewPage) -> None:
    page = await new_page()
    await page.set_content(WRONG)
    audit = Audit(page)
    await audit.screen("wrong")
    assert [" ".join(one.split()[:3]) for one in audit.found] == [
        "wrong, light: button-name",
        "wrong, dark: button-name",
        "wrong, dark: color-contrast",
    ]


async def test_axe_finds_nothing_in_the_console(system: System, new_page: NewPage) -> None:
    page = await new_page()
    audit = Audit(page)
    await page.goto(system.base_url)
    await expect(page.get_by_label("E-mail address")).to_be_visible()
    await audit.screen("sign-in")
    await _refused(page)
    await audit.screen("sign-in, refused")
    async with console.a_customer(system, "Axel", "See https://shop.example/a") as axel:
        await console.sign_in(page, system, "Ann")
        await expect(console.row(page, "Axel")).to_be_visible()
        await audit.screen("list")
        await _searching(page, audit)
        await _chat(page, audit, axel)
        await _ticket(page, audit)
        await _trash(page, system, audit)
    await _around_the_chats(page, system, audit)
    assert audit.found == []


async def test_axe_finds_nothing_where_there_is_no_live_chat(
    system: System, new_page: NewPage
) -> None:
    page = await console.sign_in(await new_page(), system, "Dan")
    audit = Audit(page)
    dan = console.agent_called(system, "Dan")
    async with Agent(system.base_url) as agent:
        await agent.sign_in(dan["email"], dan["password"])
        plan = (await agent.http.get("/api/v1/session")).json()["plan"]
        for name, change, back, sign in (
            ("off", {"live_chat_enabled": False}, {"live_chat_enabled": True}, "switched off"),
            ("upgrade card", {"plan": "starter"}, {"plan": plan}, "Live chat comes with"),
        ):
            try:
                (await agent.http.patch("/api/v1/workspace", json=change)).raise_for_status()
                await page.goto(f"{system.base_url}/live-chat")
                await expect(page.get_by_role("heading", name=sign)).to_be_visible()
                await audit.screen(name)
            finally:
                await agent.http.patch("/api/v1/workspace", json=back)
    assert audit.found == []


async def test_axe_finds_nothing_in_the_widget(system: System, new_page: NewPage) -> None:
    page = await new_page()
    audit = Audit(page)
    chat = await widget.visit_shop(page, system)
    await expect(chat.get_by_text("Nobody is here right now.")).to_be_visible()
    frame = await _frame(page)
    await audit.screen("welcome, nobody there", frame)
    async with widget.an_agent(system) as ann, ann.listening():
        await expect(chat.get_by_text("We reply in a few minutes")).to_be_visible()
        await audit.screen("welcome", frame)
    await audit.screen("the shop, with the launcher")
    await chat.get_by_role("button", name="Send").click()
    await audit.screen("welcome, incomplete", frame)
    await widget.start(chat, name="Axana")
    async with widget.an_agent(system) as ann:
        await widget.answer(ann, "Axana", "See https://shop.example/a")
    await expect(widget.bubble(chat, "shop.example/a")).to_be_visible()
    await audit.screen("thread", frame)
    await page.context.set_offline(True)
    await widget.send(chat, "Into the void")
    await expect(widget.bubble(chat, "Into the void")).to_be_visible()
    await expect(chat.get_by_text("You are offline.")).to_be_visible()
    await audit.screen("offline", frame)
    await page.context.set_offline(False)
    await expect(widget.bubble(chat, "Into the void")).to_contain_text(
        widget.ARRIVED, timeout=40_000
    )
    await chat.get_by_role("button", name="Close conversation").click()
    await expect(chat.get_by_role("dialog")).to_be_visible()
    await audit.screen("closing", frame)
    await chat.get_by_role("dialog").get_by_role("button", name="Close conversation").click()
    await expect(chat.get_by_text("You closed this conversation.")).to_be_visible()
    await audit.screen("closed", frame)
    async with widget.an_agent(system) as ann:
        closed = await ann.conversations("closed", q="Axana")
        await ann.http.delete(ann.conversation(closed["items"][0]["id"]))
    await expect(chat.get_by_text("This conversation has ended.")).to_be_visible()
    await audit.screen("deleted", frame)
    assert audit.found == []


async def _refused(page: Page) -> None:
    await page.get_by_label("E-mail address").fill("ann@acme.example")
    await page.get_by_label("Password", exact=True).fill("wrong")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_be_visible()


async def _chat(page: Page, audit: Audit, axel: Customer) -> None:
    """An active thread with every kind of message in it, the keyboard map, and the closed one."""
    uploaded = await axel.upload(axel.path, "order.pdf", b"%PDF-1.4 order")
    await axel.post(axel.path, "The order", attachment_ids=[uploaded.json()["id"]])
    reply = await console.open_chat(page, "Axel")
    await reply.fill("Thank you")
    await reply.press("Enter")
    await expect(page.get_by_text("Sending…")).to_have_count(0)
    await page.route(SENDS, _refuse)
    await reply.fill("This one fails")
    await reply.press("Enter")
    await expect(page.get_by_text("Not sent.")).to_be_visible()
    await page.unroute(SENDS)
    await audit.screen("active thread")
    await page.get_by_role("log").focus()
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    await audit.screen("keyboard map")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Close conversation").click()
    await expect(page.get_by_text("This conversation is closed.")).to_be_visible()
    await audit.screen("closed thread")
    for action in ("Who was notified?", "Send transcript"):
        await console.choose(page, action)
        await expect(page.get_by_role("dialog", name=action)).to_be_visible()
        await expect(page.get_by_label("Loading")).to_have_count(0)
        await audit.screen(action)
        await page.keyboard.press("Escape")


async def _searching(page: Page, audit: Audit) -> None:
    search = page.get_by_role("searchbox")
    await search.fill("axel")
    await expect(page.get_by_role("status").get_by_text("found, active and closed")).to_be_visible()
    await audit.screen("search")
    await search.fill("nobody wrote this")
    await expect(page.get_by_text("Nothing found")).to_be_visible()
    await audit.screen("nothing found")
    await search.fill("")


async def _ticket(page: Page, audit: Audit) -> None:
    """From the closed thread to its ticket, and the list of all."""
    await page.get_by_role("button", name="Convert to ticket").first.click()
    company = page.get_by_label("Company", exact=True)
    await company.fill("Axle Works")
    await expect(page.get_by_role("option", name="Add “Axle Works”")).to_be_visible()
    await audit.screen("convert to ticket")
    await company.press("Enter")
    await expect(page.get_by_role("option")).to_have_count(0)
    await page.get_by_role("button", name="Convert", exact=True).click()
    opening = page.get_by_role("link", name="Open ticket #")
    await expect(opening.first).to_be_visible()
    await audit.screen("converted thread")
    await opening.first.click()
    await expect(page.get_by_text("End of the chat")).to_be_visible()
    await audit.screen("ticket")
    await page.get_by_role("link", name="All tickets").click()
    await expect(page.get_by_role("link", name="Axel")).to_be_visible()
    await audit.screen("tickets")


async def _trash(page: Page, system: System, audit: Audit) -> None:
    """The closed chat goes into the trash and is restored, and the trash is looked through."""
    await page.goto(f"{system.base_url}/live-chat?status=closed")
    await console.row(page, "Axel").hover()
    await audit.screen("list, with a trashcan")
    await console.row(page, "Axel").click()
    await console.choose(page, "Move to trash")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await audit.screen("delete")
    await page.get_by_role("dialog").get_by_role("button", name="Move to trash").click()
    # With the focus in it the note stays as long as it takes.
    await page.get_by_role("button", name="Undo").focus()
    await audit.screen("list, with a note")
    await page.get_by_label("Console").get_by_role("link", name="Trash").click()
    trashed = page.get_by_label("Chat with Axel", exact=True)
    await expect(trashed).to_be_visible()
    await audit.screen("trash")
    await trashed.get_by_role("button", name="permanently").click()
    await page.get_by_role("button", name="Delete permanently").click()
    await expect(page.get_by_text("Until then nothing is deleted.")).to_be_visible()
    await audit.screen("delete permanently")
    await page.keyboard.press("Escape")
    await trashed.get_by_role("button", name="Restore").click()
    await expect(trashed.get_by_text("Restored", exact=True)).to_be_visible()
    await audit.screen("trash, restored")
    await page.get_by_label("Search the trash").fill("nobody wrote this")
    await expect(page.get_by_text("Nothing in the trash matches")).to_be_visible()
    await audit.screen("trash, nothing found")
    await _deleted_by_someone_else(page, system, audit)


async def _deleted_by_someone_else(page: Page, system: System, audit: Audit) -> None:
    await page.goto(f"{system.base_url}/live-chat?status=closed")
    await console.row(page, "Axel").click()
    await expect(console.thread(page)).to_be_visible()
    path = urlsplit(page.url).path.replace("/live-chat", "/api/v1/conversations")
    ben = console.agent_called(system, "Ben")
    async with Agent(system.base_url) as agent:
        await agent.sign_in(ben["email"], ben["password"])
        (await agent.http.delete(path)).raise_for_status()
    await expect(page.get_by_text("Ben moved this conversation to the trash")).to_be_visible()
    await audit.screen("deleted thread")
    await page.reload()
    await expect(page.get_by_text("This conversation does not exist")).to_be_visible()
    await audit.screen("a thread that is not there")


async def _around_the_chats(page: Page, system: System, audit: Audit) -> None:
    await page.goto(f"{system.base_url}/settings")
    await expect(page.get_by_label("Team").get_by_text("Ben", exact=True)).to_be_visible()
    await expect(page.get_by_role("switch", name="Sound and desktop")).to_be_visible()
    await expect(page.get_by_text("No device yet.")).to_be_visible()
    await audit.screen("settings")
    await page.get_by_role("button", name="Alerts may not reach you").click()
    await expect(page.get_by_role("dialog", name="Alerts for new chats")).to_be_visible()
    await audit.screen("what is in an alert's way")
    await page.goto(f"{system.base_url}/nowhere")
    await expect(page.get_by_role("heading", name="There is nothing")).to_be_visible()
    await audit.screen("nowhere")
    await page.route(LISTS, lambda route: route.fulfill(body=EMPTY))
    await page.goto(f"{system.base_url}/live-chat")
    await expect(page.get_by_text("No active chats")).to_be_visible()
    await audit.screen("empty list")


async def _refuse(route: Route) -> None:
    if route.request.method == "POST":
        await route.fulfill(status=422, body="{}")
    else:
        await route.fallback()


async def _frame(page: Page) -> Frame:
    handle = await page.locator("parley-chat iframe").element_handle()
    frame = await handle.content_frame()
    assert frame is not None
    return frame
