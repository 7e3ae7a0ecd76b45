"""A thread in the console: paging, staying where one reads, honest marks, safe text."""

from playwright.async_api import Page, expect

from deploy.local.system import System
from tests.eventually import eventually
from tests.load import stored
from tests.people import Customer
from tests.system.conftest import NewPage
from tests.system.console import a_customer, open_chat, says, sign_in, thread

LONG = 210
VERY_LONG, MOST_DRAWN = 2_000, 200
SCROLLER = ".timeline-scroller"


async def test_older_messages_come_on_scrolling_up_and_nothing_jumps(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Vera", "Message 1") as vera:
        await says(vera, *(f"Message {number}" for number in range(2, LONG + 1)))
        await open_chat(page, "Vera")
        await expect(thread(page).get_by_text(f"Message {LONG}", exact=True)).to_be_in_viewport()
        await expect(thread(page).get_by_text("Message 1", exact=True)).to_have_count(0)
        while not await page.get_by_text("started this conversation").is_visible():
            before = await _in_view(page)
            await page.locator(SCROLLER).hover()
            await page.mouse.wheel(0, -700)
            await _two_frames(page)
            # What is on the screen has moved down by what was scrolled, not elsewhere.
            assert await _in_view(page) <= before
        await page.locator(SCROLLER).evaluate("(log) => { log.scrollTop = 0 }")
        await expect(thread(page).get_by_text("Message 1", exact=True)).to_be_in_viewport()
        seqs = await _drawn(page)
        assert seqs == sorted(set(seqs))


async def test_a_thread_of_thousands_draws_only_what_is_near_the_screen(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Vito", "Message 1") as vito:
        conversation = (await vito.http.get(vito.path)).json()
        await stored.lengthen(system.mongo_url("chat"), conversation["id"], VERY_LONG)
        await page.goto(f"{system.base_url}/live-chat/{conversation['id']}")
        await expect(page.locator(f"[data-seq='{VERY_LONG}']")).to_be_in_viewport()

        async def at_the_start() -> bool:
            await page.locator(SCROLLER).evaluate("(log) => { log.scrollTop = 0 }")
            await _two_frames(page)
            return await page.get_by_text("started this conversation").is_visible()

        await eventually(at_the_start, seconds=60)
        await page.locator(SCROLLER).evaluate("(log) => { log.scrollTop = 0 }")
        await expect(page.locator("[data-seq='1']")).to_be_in_viewport()
        await expect(page.locator(f"[data-seq='{VERY_LONG}']")).to_have_count(0)
        assert await page.locator("[data-seq]").count() < MOST_DRAWN
        assert await page.locator(f"{SCROLLER} *").count() < VERY_LONG


async def test_who_scrolled_up_stays_there_and_is_told_what_is_new(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Walt", "Hello") as walt:
        await says(walt, *(f"Line {number}" for number in range(60)))
        await open_chat(page, "Walt")
        await expect(thread(page).get_by_text("Line 59")).to_be_in_viewport()
        await page.locator(SCROLLER).hover()
        await page.mouse.wheel(0, -900)
        await expect(page.get_by_role("button", name="Go to the newest message")).to_be_visible()
        before = await page.locator(SCROLLER).evaluate("(log) => log.scrollTop")
        await says(walt, "New one", "New two")
        pill = page.get_by_role("button", name="2 new messages")
        await expect(pill).to_be_visible()
        assert await page.locator(SCROLLER).evaluate("(log) => log.scrollTop") == before
        await pill.click()
        await expect(thread(page).get_by_text("New two")).to_be_in_viewport()
        await says(walt, "New three")
        await expect(thread(page).get_by_text("New three")).to_be_in_viewport()


async def test_what_is_new_stands_below_a_line_and_is_read_only_when_seen(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Xena", "Hello") as xena:
        await open_chat(page, "Xena")
        await _is_read(xena)
        await page.get_by_role("link", name="Closed").click()
        await says(xena, "Are you there?")
        assert not await _agents_have_read_all(xena)
        await page.get_by_role("link", name="Active").click()
        await open_chat(page, "Xena")
        await expect(page.get_by_role("heading", name="New")).to_be_visible()
        await _is_read(xena)


async def test_a_reply_is_sent_and_then_seen(system: System, new_page: NewPage) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Yann", "Hello") as yann:
        reply = await open_chat(page, "Yann")
        await reply.fill("Good morning")
        await reply.press("Enter")
        await expect(thread(page).get_by_role("img", name="Sent")).to_have_count(1)
        (await yann.http.post(f"{yann.path}/read", json={"seq": 2})).raise_for_status()
        await expect(thread(page).get_by_role("img", name="Seen")).to_have_count(1)


async def test_hostile_text_stays_text_and_links_are_safe(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    hostile = "<img src=x onerror=alert(1)> javascript:alert(1) https://shop.example/?a=<b>"
    async with a_customer(system, "Zoe <b>", hostile):
        await open_chat(page, "Zoe <b>")
        await expect(thread(page).get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
        link = thread(page).get_by_role("link")
        await expect(link).to_have_count(1)
        await expect(link).to_have_attribute("href", "https://shop.example/?a=")
        await expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


async def test_an_address_without_a_conversation_says_so(system: System, new_page: NewPage) -> None:
    page = await sign_in(await new_page(), system, "Ann", "/live-chat/does-not-exist")
    await expect(page.get_by_text("This conversation does not exist")).to_be_visible()


async def test_fast_switching_shows_every_message_once(system: System, new_page: NewPage) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    async with a_customer(system, "Abel", "From Abel"), a_customer(system, "Bram", "From Bram"):
        for _ in range(5):
            await open_chat(page, "Abel")
            await open_chat(page, "Bram")
        await open_chat(page, "Abel")
        await expect(thread(page).get_by_text("From Abel")).to_have_count(1)
        await expect(thread(page).get_by_text("From Bram")).to_have_count(0)


async def _drawn(page: Page) -> list[int]:
    """The seq numbers of the messages that are drawn, from top to bottom."""
    seqs: list[int] = await page.locator("[data-seq]").evaluate_all(
        "(all) => all.map((one) => Number(one.dataset.seq))"
    )
    return seqs


async def _in_view(page: Page) -> int:
    """The seq of the first message that is wholly on the screen."""
    first: int = await page.locator(SCROLLER).evaluate(
        """(log) => {
            const top = log.getBoundingClientRect().top;
            const all = [...log.querySelectorAll('[data-seq]')];
            const first = all.find((one) => one.getBoundingClientRect().top >= top);
            return Number(first.dataset.seq);
        }"""
    )
    return first


async def _two_frames(page: Page) -> None:
    await page.evaluate("new Promise((next) => requestAnimationFrame(() => setTimeout(next, 16)))")


async def _agents_have_read_all(customer: Customer) -> bool:
    conversation = (await customer.http.get(customer.path)).json()
    return bool(conversation["agents_read_seq"] == conversation["last_seq"])


async def _is_read(customer: Customer) -> None:
    await eventually(lambda: _agents_have_read_all(customer))
