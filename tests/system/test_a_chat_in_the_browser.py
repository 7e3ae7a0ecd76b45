"""Rows 1 to 9 of what Parley does, clicked through by a customer and two agents."""

from pathlib import Path

from playwright.async_api import FrameLocator, Locator, Page, expect

from deploy.local.system import System
from tests.system.conftest import NewPage

expect.set_options(timeout=15_000)


async def sign_in(page: Page, system: System, number: int) -> Page:
    """Open the console as one of Acme's agents."""
    agent = system.workspaces[0]["agents"][number]
    await page.goto(system.base_url)
    await page.get_by_label("E-mail address").fill(agent["email"])
    await page.get_by_label("Password", exact=True).fill(agent["password"])
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Live chat")).to_be_visible()
    return page


async def open_widget(shop: Page) -> FrameLocator:
    """Click the launcher; the frame that it opens."""
    await shop.get_by_role("button", name="Open chat").click()
    return shop.frame_locator("iframe")


async def write_first(widget: FrameLocator, name: str, text: str) -> None:
    """Fill in the form that stands before the first message."""
    await widget.get_by_label("Message").fill(text)
    await widget.get_by_label("Name").fill(name)
    await widget.get_by_label("E-mail").fill("mia@shop.example")
    await widget.get_by_role("button", name="Send").click()


async def active(console: Page) -> int:
    """The number beside the menu item."""
    shown = await console.get_by_role("link", name="Live chat").inner_text()
    return int("".join(filter(str.isdigit, shown)))


def row(console: Page, customer: str) -> Locator:
    """The customer's row in the list."""
    return console.get_by_label("Conversations").get_by_role("link").filter(has_text=customer)


async def test_a_customer_and_two_agents_chat_attach_close_and_reload(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    ann = await sign_in(await new_page(), system, 0)
    ben = await sign_in(await new_page(), system, 1)
    shop = await new_page()
    before = await active(ann)

    await shop.goto(system.shop_url)
    widget = await open_widget(shop)
    await write_first(widget, "Mia Rowan", "Where is my parcel?")

    # Both agents see the new chat and the count without touching anything.
    for console in (ann, ben):
        await expect(row(console, "Mia Rowan")).to_contain_text("Where is my parcel?")
        await expect(console.get_by_role("link", name="Live chat")).to_contain_text(str(before + 1))

    await row(ann, "Mia Rowan").click()
    reply = ann.get_by_label("Reply to Mia Rowan")
    await reply.fill("Let me look.")
    await reply.press("Enter")
    await expect(widget.get_by_text("Let me look.")).to_be_visible()
    await expect(row(ben, "Mia Rowan").get_by_label("Last reply by Ann")).to_be_visible()

    # A file each way; the text goes with it.
    label = tmp_path / "label.txt"
    label.write_text("parcel 42")
    await widget.locator("input[type=file]").set_input_files(label)
    await widget.get_by_label("Message").fill("Here is the label.")
    send = widget.get_by_role("button", name="Send")
    await expect(send).to_have_attribute("aria-disabled", "false")
    await send.click()
    await expect(ann.get_by_text("Here is the label.").last).to_be_visible()
    address = await ann.get_by_role("link", name="label.txt").get_attribute("href")
    downloaded = await ann.request.get(f"{system.base_url}{address}")
    assert await downloaded.text() == "parcel 42"

    # The same thread after a reload.
    await shop.reload()
    widget = await open_widget(shop)
    for text in ("Where is my parcel?", "Let me look.", "Here is the label."):
        await expect(widget.get_by_text(text)).to_have_count(1)

    await ann.get_by_role("button", name="Close conversation").click()
    await expect(widget.get_by_text("Ann closed this conversation.")).to_be_visible()
    await expect(ann.get_by_text("This conversation is closed.")).to_be_visible()
    await expect(row(ben, "Mia Rowan")).to_have_count(0)
    await expect(ben.get_by_role("link", name="Live chat")).to_contain_text(str(before))
    await ben.get_by_label("Status").get_by_role("link", name="Closed").click()
    await expect(row(ben, "Mia Rowan")).to_be_visible()

    # Who writes after closing starts a new conversation.
    await widget.get_by_role("button", name="Start a new conversation").click()
    await write_first(widget, "Mia Rowan", "One more thing.")
    await ben.get_by_label("Status").get_by_role("link", name="Active").click()
    await expect(row(ben, "Mia Rowan")).to_contain_text("One more thing.")
    await widget.get_by_role("button", name="Close conversation").click()
    await widget.get_by_role("dialog").get_by_role("button", name="Close conversation").click()
    await expect(widget.get_by_text("You closed this conversation.")).to_be_visible()


async def test_switching_live_chat_off_closes_menu_and_widget_at_once(
    system: System, new_page: NewPage
) -> None:
    ann = await sign_in(await new_page(), system, 0)
    ben = await sign_in(await new_page(), system, 1)
    switched = await ann.request.patch(
        f"{system.base_url}/api/v1/workspace", data={"live_chat_enabled": False}
    )
    assert switched.ok
    try:
        await expect(ben.get_by_role("link", name="Live chat")).to_have_count(0)
        shop = await new_page()
        await shop.goto(system.shop_url, wait_until="networkidle")
        await expect(shop.get_by_role("button", name="Open chat")).to_have_count(0)
    finally:
        await ann.request.patch(
            f"{system.base_url}/api/v1/workspace", data={"live_chat_enabled": True}
        )
    await expect(ben.get_by_role("link", name="Live chat")).to_be_visible()


async def test_below_the_plan_there_is_an_upgrade_card_instead(
    system: System, new_page: NewPage
) -> None:
    fay = system.workspaces[2]["agents"][0]
    page = await new_page()
    await page.goto(system.base_url)
    await page.get_by_label("E-mail address").fill(fay["email"])
    await page.get_by_label("Password", exact=True).fill(fay["password"])
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_label("Console")).to_contain_text("Pro")
    await expect(page.get_by_role("link", name="Live chat")).to_have_count(0)
