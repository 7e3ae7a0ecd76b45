"""A real browser, and pages in it that fail the test when a script of theirs fails; and a look at
how the databases answered.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, Error, Page, async_playwright

from deploy.local import mongod
from deploy.local.services import GATEWAY, SERVICES
from deploy.local.system import System
from tests import explained

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

NewPage = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session", autouse=True)
async def answered_by_indexes(system: System) -> AsyncIterator[None]:
    """In the end, every query of the databases must have been answered by an index."""
    admin_url = system.mongo_url(mongod.ADMIN)
    async with explained.answered_by_indexes(admin_url, (GATEWAY, *SERVICES)):
        yield


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def new_page(browser: Browser) -> AsyncIterator[NewPage]:
    """Makes a page of somebody's own: own cookies, own storage. Keywords as for a context."""
    failures: list[Error] = []
    contexts = []

    async def make(**options: object) -> Page:
        context = await browser.new_context(**options)  # type: ignore[arg-type]  # passed on
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: failures.append(error))
        return page

    yield make
    for context in contexts:
        await context.close()
    assert failures == []
