"""Into the trash and back, in real browsers: two agents' consoles and the customer's widget."""

import re

from playwright.async_api import FrameLocator, Locator, Page, Route, expect

from deploy.local.system import System
from tests.system import widget
from tests.system.conftest import NewPage
from tests.system.console import a_customer, choose, go_down_to, open_chat, row, sign_in

ENDED = "This conversation has ended."
CONVERSATION = "**/api/v1/conversations/*"
HELLO = "The lid of my bin is missing"


async def test_a_chat_is_deleted_and_undone_deleted_and_found_in_the_trash_and_restored(
    system: System, new_page: NewPage
) -> None:
    shop = await new_page()
    mia = await widget.visit_shop(shop, system)
    await widget.start(mia, HELLO, name="Tressa Binn")
    ann = await sign_in(await new_page(), system, "Ann")
    ben = await sign_in(await new_page(), system, "Ben")

    # The trashcan asks once; away for all, and back for all as long as one may undo it.
    await _trashcan(ann, "Tressa Binn")
    await _dialog(ann).get_by_role("button", name="Cancel").click()
    await _trashcan(ann, "Tressa Binn")
    await _dialog(ann).get_by_role("button", name="Move to trash").click()
    note = ann.get_by_role("status").filter(has_text="Tressa Binn moved to the trash")
    undo = note.get_by_role("button", name="Undo")
    await undo.focus()  # So it stays as long as this takes.
    await expect(row(ann, "Tressa Binn")).to_have_count(0)
    await expect(row(ben, "Tressa Binn")).to_have_count(0)
    await expect(mia.get_by_text(ENDED)).to_be_visible()
    await expect(widget.bubble(mia, HELLO)).to_have_count(0)
    await undo.click()
    await expect(row(ann, "Tressa Binn")).to_be_focused()
    await expect(row(ben, "Tressa Binn")).to_be_visible()
    await expect(widget.bubble(mia, HELLO)).to_be_visible()

    # Who reads it meanwhile keeps what they read, and is told.
    await open_chat(ben, "Tressa Binn")
    await open_chat(ann, "Tressa Binn")
    await choose(ann, "Move to trash")
    await expect(_dialog(ann)).to_be_visible()
    await ann.keyboard.press("Enter")
    await expect(ben.get_by_text("Ann moved this conversation to the trash")).to_be_visible()
    await expect(ben.get_by_role("log").get_by_text(HELLO)).to_be_visible()
    await expect(ben.get_by_label("Reply to Tressa Binn")).to_have_count(0)
    await shop.reload()
    mia = await widget.open_chat(shop)
    await expect(mia.get_by_text(ENDED)).to_be_visible()

    # In the trash it is found, and from there it comes back to everyone as it was.
    await ann.get_by_label("Console").get_by_role("link", name="Trash").click()
    trashed = _trashed(ann, "Tressa Binn")
    for words in (HELLO, "You", "30 days"):
        await expect(trashed.get_by_text(words)).to_be_visible()
    search = ann.get_by_label("Search the trash")
    await search.fill("nothing like this")
    await expect(ann.get_by_text("Nothing in the trash matches")).to_be_visible()
    await search.fill("tressa")
    await trashed.get_by_role("button", name="Restore").click()
    await expect(trashed.get_by_text("Restored", exact=True)).to_be_visible()
    await expect(ben.get_by_label("Reply to Tressa Binn")).to_be_visible()
    await expect(widget.bubble(mia, HELLO)).to_be_visible()
    await trashed.get_by_role("link", name="Open chat").click()
    await widget.send(mia, "It was under the table")
    await expect(ann.get_by_role("log").get_by_text("It was under the table")).to_be_visible()


async def test_a_chat_is_deleted_and_taken_back_by_keyboard_alone(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ben")
    press = page.keyboard.press
    async with a_customer(system, "Tilda Keys", "First"), a_customer(system, "Toby Keys", "Next"):
        await expect(row(page, "Tilda Keys")).to_be_visible()
        await go_down_to(page, row(page, "Toby Keys"))
        await press("#")
        await expect(_dialog(page)).to_be_visible()
        await press("Escape")
        await expect(row(page, "Toby Keys")).to_be_focused()

        # One that fails is back in its place, and says why.
        await page.route(CONVERSATION, _refuse)
        await _delete(page)
        await expect(page.get_by_text("Not moved to the trash.")).to_be_visible()
        await expect(row(page, "Toby Keys")).to_be_focused()
        await page.unroute(CONVERSATION)

        await _delete(page)
        await expect(row(page, "Toby Keys")).to_have_count(0)
        await expect(page.get_by_label("Conversations").locator(":focus")).to_have_count(1)
        await press("z")
        await expect(row(page, "Toby Keys")).to_be_focused()


async def test_an_admin_deletes_for_good_and_the_customer_starts_anew(
    system: System, new_page: NewPage
) -> None:
    mia = await widget.visit_shop(await new_page(), system)
    await widget.start(mia, HELLO, name="Tom Forever")
    ann = await sign_in(await new_page(), system, "Ann")
    ben = await sign_in(await new_page(), system, "Ben")
    await open_chat(ben, "Tom Forever")
    await _trashcan(ann, "Tom Forever")
    await ann.keyboard.press("Enter")
    await ben.get_by_label("Console").get_by_role("link", name="Trash").click()
    await expect(_trashed(ben, "Tom Forever")).to_be_visible()
    await expect(_permanently(_trashed(ben, "Tom Forever"))).to_have_count(0)

    await ann.get_by_label("Console").get_by_role("link", name="Trash").click()
    await _permanently(_trashed(ann, "Tom Forever")).click()
    word = ann.get_by_label("Type DELETE to confirm")
    await word.fill("delete")
    await word.press("Enter")
    await expect(ann.get_by_text("Write DELETE in capital letters.")).to_be_visible()
    await word.fill("DELETE")
    await word.press("Enter")
    for page in (ann, ben):
        await expect(_trashed(page, "Tom Forever")).to_have_count(0)
    await ben.go_back()
    await expect(ben.get_by_text("This conversation was deleted for good")).to_be_visible()

    await _starts_anew(mia)
    await ann.get_by_label("Console").get_by_role("link", name="Live chat").click()
    await expect(row(ann, "Tom Forever")).to_contain_text("Once more")


async def _starts_anew(mia: FrameLocator) -> None:
    await expect(mia.get_by_text(ENDED)).to_be_visible()
    await mia.get_by_role("button", name="Start a new conversation").click()
    await widget.start(mia, "Once more", name="Tom Forever")


async def _delete(page: Page) -> None:
    """By the keyboard, the conversation of the row with the focus."""
    await page.keyboard.press("#")
    await expect(_dialog(page)).to_be_visible()
    await page.keyboard.press("Enter")


async def _refuse(route: Route) -> None:
    if route.request.method == "DELETE":
        await route.fulfill(status=503, body="{}")
    else:
        await route.fallback()


async def _trashcan(page: Page, customer: str) -> None:
    """Point at the customer's row, and click what then shows there."""
    await row(page, customer).hover()
    name = f"Move the conversation with {customer} to the trash"
    await page.get_by_role("button", name=name).click()
    await expect(_dialog(page)).to_be_visible()


def _dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name=re.compile("^Delete the conversation with"))


def _trashed(page: Page, customer: str) -> Locator:
    """The customer's row in the trash."""
    return page.get_by_label("Trash", exact=True).get_by_label(f"Chat with {customer}", exact=True)


def _permanently(trashed: Locator) -> Locator:
    return trashed.get_by_role("button", name="permanently")
