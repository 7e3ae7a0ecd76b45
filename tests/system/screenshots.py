"""``make screenshots``: drives a real system and writes the pictures that the README uses."""

import asyncio
import tempfile
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page, async_playwright, expect

from deploy.local import screen
from deploy.local.system import System, system
from deploy.local.web import ROOT
from tests.people import Agent, Customer
from tests.system.conftest import CHROMIUM, QUIET
from tests.system.console import sign_in
from tests.system.widget import open_chat

PICTURES = ROOT / "docs" / "screenshots"
WIDTHS = {1440: 900, 1024: 768, 390: 844}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
CHATS = {
    "Jon Bell": "Do you ship to Norway?",
    "Aiko Sato": "The blue mug is sold out. When will it be back?",
    "Lena Fischer": "My voucher is not accepted at the checkout.",
}
THREAD = (
    ("customer", "Hello, my parcel was due on Monday and has not arrived."),
    ("agent", "I am sorry to hear that, Mia. Let me look where it is."),
    ("agent", "It left our workshop on Friday and has been with the carrier since Sunday."),
    ("customer", "Thanks! Can I still change the address?"),
)


async def main() -> None:
    """Write every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="parley-pictures-") as folder:
        async with system(Path(folder), port=0) as running, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            conversation_id = await furnish(running)
            for theme in THEMES:
                for width in WIDTHS:
                    await picture_console(browser, running, conversation_id, theme, width)
                    await picture_widget(browser, running, theme, width)
            await browser.close()


async def furnish(running: System) -> str:
    """A few chats worth looking at; the id of the one to open."""
    acme = running.workspaces[0]
    async with Agent(running.base_url) as ann, Customer(running.base_url) as mia:
        await ann.sign_in(acme["agents"][0]["email"], acme["agents"][0]["password"])
        for name, text in CHATS.items():
            async with Customer(running.base_url) as customer:
                await customer.start(acme["key"], text, name=name)
        conversation = await mia.start(acme["key"], THREAD[0][1])
        for who, text in THREAD[1:]:
            path = ann.conversation(conversation["id"]) if who == "agent" else mia.path
            await (ann if who == "agent" else mia).post(path, text)
        seen = {"seq": len(THREAD)}
        await mia.http.post(f"{mia.path}/read", json=seen)
    conversation_id: str = conversation["id"]
    return conversation_id


async def new_page(browser: Browser, theme: Literal["light", "dark"], width: int) -> Page:
    context = await browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, color_scheme=theme
    )
    return await context.new_page()


async def picture_console(
    browser: Browser,
    running: System,
    conversation_id: str,
    theme: Literal["light", "dark"],
    width: int,
) -> None:
    page = await sign_in(await new_page(browser, theme, width), running, "Ann")
    await expect(page.get_by_text("Jon Bell").first).to_be_visible()
    await save(page, f"console-list-{theme}-{width}")
    await page.goto(f"{running.base_url}/live-chat/{conversation_id}")
    await expect(page.get_by_text(THREAD[-1][1]).last).to_be_visible()
    await save(page, f"console-{theme}-{width}")


async def picture_widget(
    browser: Browser, running: System, theme: Literal["light", "dark"], width: int
) -> None:
    page = await new_page(browser, theme, width)
    await page.goto(running.shop_url)
    widget = await open_chat(page)
    await expect(widget.get_by_label("Message")).to_be_visible()
    await save(page, f"widget-{theme}-{width}")


async def save(page: Page, name: str) -> None:
    """Once fonts and motion have settled."""
    await page.evaluate("document.fonts.ready")
    await page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")
    screen.say(f"  docs/screenshots/{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
