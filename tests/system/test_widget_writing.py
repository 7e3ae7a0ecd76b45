"""Writing in the widget: drafts, files, and what happens when the network does not play along."""

import asyncio
from pathlib import Path

from playwright.async_api import FrameLocator, Route, expect

from deploy.local.system import System
from tests.eventually import eventually
from tests.system.conftest import NewPage
from tests.system.giving import give_file
from tests.system.widget import (
    ARRIVED,
    SENDS,
    STARTS,
    UPLOADS,
    an_agent,
    answer,
    bubble,
    conversation_with,
    open_chat,
    send,
    start,
    texts,
    visit_shop,
    write_first,
)

LIMIT_BYTES = 20 * 1024 * 1024
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


async def lose_the_answer(route: Route) -> None:
    """The server does it, and nobody hears."""
    await route.fetch()
    await route.abort()


async def test_the_form_says_what_is_missing_and_goes_there(
    system: System, new_page: NewPage
) -> None:
    widget = await visit_shop(await new_page(), system)
    await widget.get_by_label("Message").fill("Hello")
    await widget.get_by_label("E-mail").fill("mia@")
    await widget.get_by_role("button", name="Send").click()
    await expect(widget.get_by_text("Please tell us your name.")).to_be_visible()
    await expect(widget.get_by_text("Please enter an e-mail address")).to_be_visible()
    await expect(widget.get_by_label("Name")).to_be_focused()
    await expect(widget.get_by_label("Message")).to_have_value("Hello")


async def test_an_address_that_only_the_server_refuses_is_named_with_the_text_kept(
    system: System, new_page: NewPage
) -> None:
    widget = await visit_shop(await new_page(), system)
    await widget.get_by_label("Message").fill("Hello")
    await widget.get_by_label("Name").fill("Pia")
    await widget.get_by_label("E-mail").fill("pia@-.-x")
    await widget.get_by_role("button", name="Send").click()
    await expect(widget.get_by_text("Please enter an e-mail address")).to_be_visible()
    await expect(widget.get_by_label("Message")).to_have_value("Hello")
    await expect(widget.get_by_label("Name")).to_have_value("Pia")


async def test_a_start_whose_answer_got_lost_starts_one_conversation(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await page.route(STARTS, lose_the_answer, times=1)
    await start(widget, "Only once", "Quentin")
    async with an_agent(system) as ann:
        found = await ann.http.get("/api/v1/conversations", params={"q": "Quentin"})
        assert len(found.json()["items"]) == 1


async def test_a_start_goes_on_after_a_reload(system: System, new_page: NewPage) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await page.route(STARTS, lambda route: route.abort())
    await write_first(widget, "Do not lose me", "Rufus")
    await expect(widget.get_by_role("button", name="Try again")).to_be_visible()
    await page.unroute(STARTS)
    await page.reload()
    widget = await open_chat(page)
    await expect(bubble(widget, "Do not lose me")).to_contain_text(ARRIVED)


async def test_a_draft_survives_a_reload(system: System, new_page: NewPage) -> None:
    page = await new_page()
    await start(await visit_shop(page, system))
    await page.frame_locator("iframe").get_by_label("Message").fill("Half a thought")
    await page.wait_for_function("JSON.stringify(localStorage).includes('Half a thought')")
    await page.reload()
    widget = await open_chat(page)
    await expect(widget.get_by_label("Message")).to_have_value("Half a thought")


async def test_shift_and_enter_make_a_new_line(system: System, new_page: NewPage) -> None:
    widget = await visit_shop(await new_page(), system)
    await start(widget)
    field = widget.get_by_label("Message")
    await field.press_sequentially("first")
    await field.press("Shift+Enter")
    await field.press_sequentially("second")
    await field.press("Enter")
    await expect(bubble(widget, "first")).to_contain_text("first\nsecond", use_inner_text=True)
    await expect(field).to_have_value("")


async def test_a_message_written_offline_goes_once_when_the_network_is_back(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget, name="Samuel")
    async with an_agent(system) as ann:
        await page.context.set_offline(True)
        await send(widget, "Written in a tunnel")
        await answer(ann, "Samuel", "Said meanwhile")
        await expect(bubble(widget, "Written in a tunnel")).to_contain_text("Not sent")
        await page.context.set_offline(False)
        await expect(bubble(widget, "Written in a tunnel")).to_contain_text(ARRIVED)
        await expect(bubble(widget, "Said meanwhile")).to_have_count(1)
        path = ann.conversation((await conversation_with(ann, "Samuel"))["id"])
        known = [message["text"] for message in await ann.messages(path)]
    assert sorted(known) == sorted(await texts(widget))
    assert known == await texts(widget)


async def test_a_message_that_is_refused_stays_until_it_is_sent_again_or_discarded(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget)
    await page.route(SENDS, lambda route: route.fulfill(status=429, json={}))
    await send(widget, "Do send this")
    await send(widget, "Never mind")
    for text in ("Do send this", "Never mind"):
        await expect(bubble(widget, text)).to_contain_text("Not sent")
    await page.unroute(SENDS)
    await bubble(widget, "Never mind").get_by_role("button", name="Discard").click()
    await bubble(widget, "Do send this").get_by_role("button", name="Try again").click()
    await expect(bubble(widget, "Do send this")).to_contain_text(ARRIVED)
    await expect(bubble(widget, "Never mind")).to_have_count(0)


async def test_what_is_sent_into_a_conversation_just_closed_is_kept_for_the_next(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget, name="Tilda")
    async with an_agent(system) as ann:
        path = ann.conversation((await conversation_with(ann, "Tilda"))["id"])

        async def after_closing(route: Route) -> None:
            await ann.http.post(f"{path}/close")
            await route.continue_()

        await page.route(SENDS, after_closing, times=1)
        await send(widget, "One more question")
        await expect(widget.get_by_text("Ann closed this conversation.")).to_be_visible()
    await widget.get_by_role("button", name="Start a new conversation").click()
    await expect(widget.get_by_label("Message")).to_have_value("One more question")
    await expect(widget.get_by_label("Name")).to_have_value("Tilda")
    await widget.get_by_role("button", name="Send").click()
    await expect(bubble(widget, "One more question")).to_contain_text(ARRIVED)
    assert await texts(widget) == ["One more question"]


async def test_files_are_picked_pasted_and_dropped_and_go_with_the_text(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget)
    (tmp_path / "picked.txt").write_text("picked")
    await widget.get_by_label("Attach a file").set_input_files(tmp_path / "picked.txt")
    await give_file(widget.get_by_label("Message"), "paste", "pasted.txt")
    await give_file(widget.get_by_label("Message"), "drop", "dropped.txt")
    await widget.get_by_role("button", name="Remove pasted.txt").click()
    await expect(widget.get_by_role("progressbar")).to_have_count(0)
    await send(widget, "Two files")
    sent = bubble(widget, "Two files")
    await expect(sent).to_contain_text(ARRIVED)
    async with page.expect_download() as downloading:
        await sent.get_by_role("button", name="Download picked.txt").click()
    download = await downloading.value
    assert download.suggested_filename == "picked.txt"
    assert (await download.path()).read_text() == "picked"
    await expect(sent.get_by_role("button", name="Download dropped.txt")).to_be_visible()
    await expect(sent.get_by_text("pasted.txt")).to_have_count(0)


async def test_a_picture_is_shown_and_opens_in_a_tab_of_its_own(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget)
    (tmp_path / "photo.png").write_bytes(PICTURE)
    await widget.get_by_label("Attach a file").set_input_files(tmp_path / "photo.png")
    await expect(widget.get_by_role("progressbar")).to_have_count(0)
    await widget.get_by_role("button", name="Send").click()
    picture = widget.get_by_role("log").get_by_role("img", name="photo.png")
    await expect(picture).to_have_js_property("naturalWidth", 1)
    async with page.context.expect_page() as opening:
        await picture.click()
    opened = await opening.value
    await expect(opened.locator("img")).to_have_js_property("naturalWidth", 1)


async def test_files_chosen_before_the_first_message_follow_it(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    widget = await visit_shop(await new_page(), system)
    (tmp_path / "label.txt").write_text("label")
    await widget.get_by_label("Attach a file").set_input_files(tmp_path / "label.txt")
    await write_first(widget, "The label is attached")
    download = widget.get_by_role("log").get_by_role("button", name="Download label.txt")
    await expect(download).to_be_visible()


async def test_a_file_over_the_limit_is_refused_before_it_is_uploaded(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget)
    uploads: list[str] = []
    page.on("request", lambda request: uploads.append(request.url))
    with (tmp_path / "film.mov").open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)
    await widget.get_by_label("Message").fill("See the film")
    await widget.get_by_label("Attach a file").set_input_files(tmp_path / "film.mov")
    await expect(widget.get_by_text("Too large: a file may have up to 20 MB.")).to_be_visible()
    await expect(widget.get_by_label("Message")).to_have_value("See the film")
    assert [url for url in uploads if url.endswith("/attachments")] == []


async def test_an_upload_shows_its_progress_and_can_be_cancelled(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget)
    asked = asyncio.Event()

    async def never_answer(_: Route) -> None:
        asked.set()

    await page.route(UPLOADS, never_answer)
    (tmp_path / "slow.txt").write_text("slow")
    await widget.get_by_label("Attach a file").set_input_files(tmp_path / "slow.txt")
    await expect(widget.get_by_role("progressbar", name="Uploading slow.txt")).to_be_visible()
    await asyncio.wait_for(asked.wait(), 15)
    await widget.get_by_label("Message").fill("With a file")
    await expect(widget.get_by_role("button", name="Send")).to_have_attribute(
        "aria-disabled", "true"
    )
    await widget.get_by_role("button", name="Remove slow.txt").click()
    await expect(widget.get_by_text("slow.txt")).to_have_count(0)


async def test_an_upload_that_failed_is_tried_again(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget)
    await page.route(UPLOADS, lambda route: route.abort(), times=1)
    (tmp_path / "again.txt").write_text("again")
    await widget.get_by_label("Attach a file").set_input_files(tmp_path / "again.txt")
    await expect(widget.get_by_text("The upload did not work.")).to_be_visible()
    await widget.get_by_role("button", name="Try again").click()
    await expect(widget.get_by_text("5 bytes")).to_be_visible()


async def test_a_long_thread_opens_at_its_end_and_grows_upwards_in_place(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget, name="Ursula")
    async with an_agent(system) as ann:
        await answer(ann, "Ursula", *(f"Answer {number}" for number in range(2, 121)))
    await page.reload()
    widget = await open_chat(page)
    await expect(bubble(widget, "Answer 120")).to_be_in_viewport()
    older = widget.get_by_role("button", name="Earlier messages")
    before = await texts(widget)
    await older.click()
    await eventually(lambda: _has_more(widget, len(before)))
    assert (await texts(widget))[-len(before) :] == before
    await older.click()
    await expect(bubble(widget, "Where is my parcel?")).to_have_count(1)
    await expect(older).to_have_count(0)
    assert len(await texts(widget)) == 120


async def _has_more(widget: FrameLocator, count: int) -> bool:
    return len(await texts(widget)) > count
