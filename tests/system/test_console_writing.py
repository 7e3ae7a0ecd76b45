"""Writing in the console: drafts, files, what fails, and the reply guard."""

import asyncio
from pathlib import Path

from playwright.async_api import Page, Route, expect

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent
from tests.system.conftest import NewPage
from tests.system.console import (
    a_customer,
    agent_called,
    open_chat,
    row,
    says,
    sign_in,
    thread,
)
from tests.system.giving import give_file

LIMIT_BYTES = 20 * 1024 * 1024
SENDS = "**/api/v1/conversations/*/messages"
UPLOADS = "**/api/v1/conversations/*/attachments"


async def test_a_draft_is_kept_per_conversation_until_it_is_sent(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Drew", "One"), a_customer(system, "Elin", "Two"):
        await (await open_chat(page, "Drew")).fill("Half a thought")
        await (await open_chat(page, "Elin")).fill("Another one")
        await page.reload()
        await expect(page.get_by_label("Reply to Elin")).to_have_value("Another one")
        reply = await open_chat(page, "Drew")
        await expect(reply).to_have_value("Half a thought")
        await reply.press("Enter")
        await expect(thread(page)).to_contain_text("Half a thought")
        await page.reload()
        await expect(page.get_by_label("Reply to Drew")).to_have_value("")


async def test_shift_and_enter_make_a_new_line(system: System, new_page: NewPage) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Flora", "Hello"):
        reply = await open_chat(page, "Flora")
        await reply.press_sequentially("first")
        await reply.press("Shift+Enter")
        await reply.press_sequentially("second")
        await reply.press("Enter")
        await expect(thread(page).get_by_text("first\nsecond")).to_have_count(1)
        await expect(reply).to_have_value("")


async def test_files_are_dropped_pasted_and_picked_and_go_with_the_text(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Gus", "Hello"):
        reply = await open_chat(page, "Gus")
        await page.locator("input[type=file]").set_input_files(
            _files(tmp_path, "one.txt", "two.txt")
        )
        await give_file(page.get_by_role("textbox"), "paste", "pasted.txt")
        await give_file(page.get_by_role("textbox"), "drop", "dropped.txt")
        names = ("one.txt", "two.txt", "pasted.txt", "dropped.txt")
        for name in names:
            await expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
        await page.get_by_role("button", name="Remove two.txt").click()
        await reply.fill("Three files")
        await page.get_by_role("button", name="Send").click()
        for name in ("one.txt", "pasted.txt", "dropped.txt"):
            await expect(thread(page).get_by_role("link", name=name)).to_be_visible()
        await expect(thread(page).get_by_role("link", name="two.txt")).to_have_count(0)


async def test_a_file_over_the_limit_is_refused_before_it_is_uploaded(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    large = tmp_path / "film.mov"
    with large.open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)
    async with a_customer(system, "Hana", "Hello"):
        reply = await open_chat(page, "Hana")
        await reply.fill("See the film")
        await pick(page, large)
        await expect(page.get_by_text("A file may have up to 20 MB.")).to_be_visible()
        await expect(reply).to_have_value("See the film")
        assert not any(url.endswith("/attachments") for url in asked)


async def test_an_upload_shows_its_progress_and_can_be_cancelled(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    asked = asyncio.Event()

    async def never_answer(_: Route) -> None:
        asked.set()

    await page.route(UPLOADS, never_answer)
    async with a_customer(system, "Ines", "Hello"):
        await open_chat(page, "Ines")
        await pick(page, *_files(tmp_path, "slow.txt"))
        await expect(page.get_by_role("progressbar", name="Uploading slow.txt")).to_be_visible()
        await asyncio.wait_for(asked.wait(), 15)
        await expect(page.get_by_role("button", name="Send")).to_be_disabled()
        await page.get_by_role("button", name="Cancel slow.txt").click()
        await expect(page.get_by_text("slow.txt")).to_have_count(0)


async def test_a_message_that_fails_stays_in_place_and_is_sent_once_by_retry(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Jude", "Hello") as jude:
        reply = await open_chat(page, "Jude")
        await page.route(SENDS, lambda route: route.fulfill(status=403, json={}))
        await reply.fill("Do not lose me")
        await reply.press("Enter")
        await expect(page.get_by_text("Not sent.")).to_be_visible()
        await page.unroute(SENDS)
        await page.reload()
        await expect(thread(page).get_by_text("Do not lose me")).to_have_count(1)
        await page.get_by_role("button", name="Retry").click()
        await expect(page.get_by_text("Not sent.")).to_have_count(0)

        async def is_sent_once() -> bool:
            texts = [message["text"] for message in await jude.messages(jude.path)]
            return texts == ["Hello", "Do not lose me"]

        await eventually(is_sent_once)


async def test_an_answer_that_got_lost_does_not_send_the_message_twice(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    attempts = 0

    async def lose_the_first_answer(route: Route) -> None:
        nonlocal attempts
        attempts += route.request.method == "POST"
        if attempts == 1 and route.request.method == "POST":
            await route.fetch()
            return await route.abort()
        return await route.continue_()

    async with a_customer(system, "Kira", "Hello") as kira:
        reply = await open_chat(page, "Kira")
        await page.route(SENDS, lose_the_first_answer)
        await reply.fill("Only once")
        await reply.press("Enter")
        await expect(thread(page).get_by_role("img", name="Sent")).to_have_count(1)
        await expect(page.get_by_text("Sending…")).to_have_count(0)
        await expect(thread(page).get_by_text("Only once")).to_have_count(1)
        assert len(await kira.messages(kira.path)) == 2


async def test_the_reply_guard_holds_a_blind_answer_and_the_agent_decides(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    ben = agent_called(system, "Ben")
    async with a_customer(system, "Lena", "Hello") as lena, Agent(system.base_url) as colleague:
        await colleague.sign_in(ben["email"], ben["password"])
        reply = await open_chat(page, "Lena")
        path = colleague.conversation(page.url.rsplit("/", 1)[1])
        for number, decision in enumerate(("Discard", "Edit", "Send anyway")):
            await _answer_at_the_same_time(page, colleague, path, f"Ben says {number}")
            guard = page.get_by_role("alert").filter(has_text="Ben answered while you were writing")
            await expect(guard).to_contain_text(f"Ben says {number}")
            await guard.get_by_role("button", name=decision).click()
            await expect(guard).to_have_count(0)
            await expect(reply).to_have_value("My answer" if decision == "Edit" else "")
            await reply.fill("")
        await expect(row(page, "Lena")).to_contain_text("You: My answer")
        await expect(thread(page).get_by_text("My answer")).to_have_count(1)
        texts = [message["text"] for message in await lena.messages(lena.path)]
        assert texts == ["Hello", "Ben says 0", "Ben says 1", "Ben says 2", "My answer"]


async def test_a_customer_message_in_between_does_not_hold_the_reply(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Milo", "Hello") as milo:
        reply = await open_chat(page, "Milo")
        await reply.fill("Yes")
        await says(milo, "And one more thing")
        await expect(thread(page)).to_contain_text("And one more thing")
        await reply.press("Enter")
        await expect(row(page, "Milo")).to_contain_text("You: Yes")


async def _answer_at_the_same_time(page: Page, colleague: Agent, path: str, text: str) -> None:
    """Ann presses Enter on an answer while Ben's is on its way to her."""

    async def after_ben(route: Route) -> None:
        if (
            route.request.method == "POST"
            and not (route.request.post_data_json or {})["send_anyway"]
        ):
            (await colleague.post(path, text)).raise_for_status()
        await route.continue_()

    await page.route(SENDS, after_ben)
    reply = page.get_by_role("textbox")
    await reply.fill("My answer")
    await reply.press("Enter")
    await expect(page.get_by_role("button", name="Send anyway")).to_be_visible()
    await page.unroute(SENDS)


async def pick(page: Page, *files: Path) -> None:
    """Choose files by the paper clip."""
    await page.get_by_label("Files", exact=True).set_input_files(files)


def _files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_text(name)
    return [folder / name for name in names]
