"""Rows 1 to 9 of what Parley does, clicked through by a customer and two agents."""

import re
from pathlib import Path

from playwright.async_api import Page, expect

from deploy.local.system import System
from tests.system import widget
from tests.system.conftest import NewPage
from tests.system.console import row, sign_in


async def active(page: Page) -> int:
    """The number beside the menu item."""
    item = page.get_by_role("link", name="Live chat")
    await expect(item).to_contain_text(re.compile(r"\d"))
    return int("".join(filter(str.isdigit, await item.inner_text())))


async def test_a_customer_and_two_agents_chat_attach_close_and_reload(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    ann = await sign_in(await new_page(), system, "Ann")
    ben = await sign_in(await new_page(), system, "Ben")
    shop = await new_page()
    before = await active(ann)

    await shop.goto(system.shop_url)
    chat = await widget.open_chat(shop)
    await widget.write_first(chat, "Where is my parcel?", "Mia Rowan")

    # Both agents see the new chat and the count without touching anything.
    for page in (ann, ben):
        await expect(row(page, "Mia Rowan")).to_contain_text("Where is my parcel?")
        await expect(page.get_by_role("link", name="Live chat")).to_contain_text(str(before + 1))

    await row(ann, "Mia Rowan").click()
    reply = ann.get_by_label("Reply to Mia Rowan")
    await reply.fill("Let me look.")
    await reply.press("Enter")
    await expect(chat.get_by_text("Let me look.")).to_be_visible()
    await expect(row(ben, "Mia Rowan").get_by_label("Last reply by Ann")).to_be_visible()

    # A file each way; the text goes with it.
    label = tmp_path / "label.txt"
    label.write_text("parcel 42")
    await chat.locator("input[type=file]").set_input_files(label)
    await chat.get_by_label("Message").fill("Here is the label.")
    send = chat.get_by_role("button", name="Send")
    await expect(send).to_have_attribute("aria-disabled", "false")
    await send.click()
    await expect(ann.get_by_text("Here is the label.").last).to_be_visible()
    address = await ann.get_by_role("link", name="label.txt").get_attribute("href")
    downloaded = await ann.request.get(f"{system.base_url}{address}")
    assert await downloaded.text() == "parcel 42"

    # The same thread after a reload.
    await shop.reload()
    chat = await widget.open_chat(shop)
    for text in ("Where is my parcel?", "Let me look.", "Here is the label."):
        await expect(chat.get_by_text(text)).to_have_count(1)

    await ann.get_by_role("button", name="Close conversation").click()
    await expect(chat.get_by_text("Ann closed this conversation.")).to_be_visible()
    await expect(ann.get_by_text("This conversation is closed.")).to_be_visible()
    await expect(row(ben, "Mia Rowan")).to_have_count(0)
    await expect(ben.get_by_role("link", name="Live chat")).to_contain_text(str(before))
    await ben.get_by_label("Status").get_by_role("link", name="Closed").click()
    await expect(row(ben, "Mia Rowan")).to_be_visible()

    # Who writes after closing starts a new conversation.
    await chat.get_by_role("button", name="Start a new conversation").click()
    await widget.write_first(chat, "One more thing.", "Mia Rowan")
    await ben.get_by_label("Status").get_by_role("link", name="Active").click()
    await expect(row(ben, "Mia Rowan")).to_contain_text("One more thing.")
    await chat.get_by_role("button", name="Close conversation").click()
    await chat.get_by_role("dialog").get_by_role("button", name="Close conversation").click()
    await expect(chat.get_by_text("You closed this conversation.")).to_be_visible()


async def test_switching_live_chat_off_closes_menu_and_widget_at_once(
    system: System, new_page: NewPage
) -> None:
    ann = await sign_in(await new_page(), system, "Ann")
    ben = await sign_in(await new_page(), system, "Ben")
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
    page = await sign_in(await new_page(), system, "Fay")
    await expect(page.get_by_label("Console")).to_contain_text("Pro")
    await expect(page.get_by_role("link", name="Live chat")).to_have_count(0)
