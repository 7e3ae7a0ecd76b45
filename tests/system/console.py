"""The console as a browser test handles it: who signs in, what stands where."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, expect

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Customer, Json

expect.set_options(timeout=15_000)

ACME = 0


async def sign_in(page: Page, system: System, name: str, path: str = "/") -> Page:
    """Open the console at ``path`` as the demo agent called ``name``."""
    agent = agent_called(system, name)
    await page.goto(f"{system.base_url}{path}")
    await page.get_by_label("E-mail address").fill(agent["email"])
    await page.get_by_label("Password", exact=True).fill(agent["password"])
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_label("Console")).to_be_visible()
    return page


def agent_called(system: System, name: str) -> Json:
    """A demo agent of any workspace."""
    agents = (agent for workspace in system.workspaces for agent in workspace["agents"])
    found: Json = next(agent for agent in agents if agent["name"] == name)
    return found


@asynccontextmanager
async def a_customer(system: System, name: str, text: str) -> AsyncIterator[Customer]:
    """Someone who has just written to Acme."""
    async with Customer(system.base_url) as customer:
        await customer.start(system.workspaces[ACME]["key"], text, name)
        yield customer


async def says(customer: Customer, *texts: str) -> None:
    """Write more, in this order."""
    for text in texts:
        (await customer.post(customer.path, text)).raise_for_status()


def row(page: Page, customer: str) -> Locator:
    """The customer's row in the list."""
    rows = page.get_by_label("Conversations").get_by_role("link")
    return rows.filter(has=page.get_by_text(customer, exact=True))


async def open_chat(page: Page, customer: str) -> Locator:
    """Click the customer's row; the field to reply in."""
    await row(page, customer).click()
    reply = page.get_by_label(f"Reply to {customer}")
    await expect(reply).to_be_visible()
    return reply


def thread(page: Page) -> Locator:
    """The messages of the open conversation."""
    return page.get_by_role("log")


async def choose(page: Page, action: str, menu: str = "More") -> None:
    """Something of a menu: the one in the open conversation's header, or another."""
    await page.get_by_role("button", name=menu, exact=True).click()
    await page.get_by_role("button", name=action).click()


async def go_down_to(page: Page, wanted: Locator) -> None:
    """Press J until the row has the focus: other tests' chats may stand above. It is waited for,
    as one that comes while we go down may come above where we are.
    """
    await expect(wanted).to_be_visible()

    async def is_there() -> bool:
        await page.keyboard.press("j")
        return bool(await wanted.evaluate("row => row === document.activeElement"))

    await eventually(is_there)
