"""The widget as a browser test handles it: a site that embeds it, and what stands where in it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from playwright.async_api import FrameLocator, Locator, Page, expect

from deploy.local.ports import HOST
from deploy.local.system import System
from tests.people import Agent, Json

expect.set_options(timeout=15_000)

ACME, GLOBEX = 0, 1
STARTS = "**/widget/v1/*/conversations"
SENDS = "**/widget/v1/conversation/messages"
UPLOADS = "**/widget/v1/conversation/attachments"
HELLO = "Where is my parcel?"
ARRIVED = re.compile("Sent|Delivered")
"""What a message that the server has says for itself, whether an agent is online or not."""


async def visit_shop(page: Page, system: System) -> FrameLocator:
    """Open the demo shop and its chat."""
    return await visit(page, system.shop_url)


async def visit(page: Page, url: str) -> FrameLocator:
    """Open a page with the widget, and its chat."""
    await page.goto(url)
    return await open_chat(page)


@asynccontextmanager
async def a_site(
    system: System, *, language: str = "en", policy: str = "", workspace: int = ACME
) -> AsyncIterator[str]:
    """A page of another origin that embeds the widget, under that Content-Security-Policy; its
    origin.
    """
    loader = f"{system.base_url}/widget/{system.workspaces[workspace]['key']}.js"
    html = f'<!doctype html><html lang="{language}"><title>Site</title>'
    html += f'<body><h1>A site</h1><input aria-label="Search"><script src="{loader}"></script>'
    headers = {"Content-Security-Policy": policy} if policy else {}

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=html, headers=headers, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    try:
        yield f"http://{HOST}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def launcher(page: Page) -> Locator:
    """The button in the corner."""
    return page.locator("parley-chat button")


async def open_chat(page: Page) -> FrameLocator:
    """Click the launcher; the frame that it opens."""
    await launcher(page).click()
    return page.frame_locator("parley-chat iframe")


async def write_first(widget: FrameLocator, text: str = HELLO, name: str = "Mia Torres") -> None:
    """Send the first message, whatever becomes of it."""
    await widget.get_by_label("Message").fill(text)
    await widget.get_by_label("Name").fill(name)
    await widget.get_by_label("E-mail").fill("mia@shop.example")
    await widget.get_by_role("button", name="Send").click()


async def start(widget: FrameLocator, text: str = HELLO, name: str = "Mia Torres") -> None:
    """Send the first message; it has arrived."""
    await write_first(widget, text, name)
    await expect(bubble(widget, text)).to_contain_text(ARRIVED)


async def send(widget: FrameLocator, text: str) -> None:
    """Write into the open conversation and press Enter."""
    field = widget.get_by_label("Message")
    await field.fill(text)
    await field.press("Enter")


def bubble(widget: FrameLocator, text: str) -> Locator:
    """The message with that text."""
    return widget.get_by_role("log").get_by_role("article").filter(has_text=text)


async def texts(widget: FrameLocator) -> list[str]:
    """What the messages in sight say, in order."""
    return await widget.get_by_role("log").locator("article .text").all_inner_texts()


@asynccontextmanager
async def an_agent(system: System, workspace: int = ACME) -> AsyncIterator[Agent]:
    """The workspace's admin, as a program."""
    who = system.workspaces[workspace]["agents"][0]
    async with Agent(system.base_url) as agent:
        yield await agent.sign_in(who["email"], who["password"])


async def conversation_with(agent: Agent, customer: str) -> Json:
    """The customer's newest conversation, as the agent has it."""
    page = await agent.http.get("/api/v1/conversations", params={"q": customer, "status": "active"})
    found: Json = page.json()["items"][0]
    return found


async def answer(agent: Agent, customer: str, *texts: str) -> str:
    """Reply to the customer; the path of the conversation."""
    path = agent.conversation((await conversation_with(agent, customer))["id"])
    for text in texts:
        (await agent.post(path, text)).raise_for_status()
    return path
