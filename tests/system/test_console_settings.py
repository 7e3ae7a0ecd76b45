"""Settings in the console: one's own picture."""

import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from deploy.local.system import System
from tests import images
from tests.system.conftest import NewPage
from tests.system.console import sign_in

A_PICTURE = re.compile(r"/avatars/[\w-]+\?v=\d+$")
INITIALS = re.compile(r"/avatars/[\w-]+$")


async def test_a_picture_is_chosen_seen_everywhere_at_once_and_removed(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    page = await sign_in(await new_page(), system, "Cleo", "/settings")
    me, change = (
        page.get_by_label("You are Cleo").locator("img"),
        page.get_by_label("Change picture"),
    )
    await expect(me).to_have_attribute("src", INITIALS)
    await change.set_input_files(_file(tmp_path, "me.png", images.png(1600, 900)))
    await expect(page.get_by_text("Picture changed.")).to_be_visible()
    for face in (me, page.get_by_label("Your picture").locator("img"), _in_team(page, "Cleo")):
        await expect(face).to_have_attribute("src", A_PICTURE)
        await expect(face).to_have_js_property("naturalWidth", 256)
        await expect(face).to_have_js_property("naturalHeight", 256)
    await page.get_by_role("button", name="Remove").press("Enter")
    await expect(me).to_have_attribute("src", INITIALS)
    await expect(change).to_be_focused()


async def test_a_picture_that_cannot_be_taken_says_what_to_do(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    page = await sign_in(await new_page(), system, "Cleo", "/settings")
    change = page.get_by_label("Change picture")
    await change.set_input_files(_file(tmp_path, "notes.png", b"not an image"))
    await expect(page.get_by_text("Choose a PNG, JPEG or WebP file.")).to_be_visible()
    await page.context.set_offline(True)
    picture = _file(tmp_path, "me.png", images.png(20, 20))
    await change.set_input_files(picture)
    await expect(page.get_by_text("Not changed. No connection to the server.")).to_be_visible()
    await page.context.set_offline(False)
    await change.set_input_files(picture)
    await expect(page.get_by_text("Picture changed.")).to_be_visible()
    await page.get_by_role("button", name="Remove").click()
    await expect(page.get_by_text("Picture removed.")).to_be_visible()


def _in_team(page: Page, name: str) -> Locator:
    return page.get_by_label("Team").get_by_role("listitem").filter(has_text=name).locator("img")


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
