"""Agents and customers who see each other, in real browsers: it comes at once and goes at once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.async_api import Locator, Page, Route, expect

from deploy.local.system import System
from tests.people import Agent
from tests.system.conftest import NewPage
from tests.system.console import a_customer, agent_called, open_chat, row, sign_in, thread
from tests.system.widget import ACME, bubble, start, visit_shop


async def test_three_agents_see_each_other_come_reply_and_leave_but_never_themselves(
    system: System, new_page: NewPage
) -> None:
    names = [agent["name"] for agent in system.workspaces[ACME]["agents"]][:3]
    pages = [await sign_in(await new_page(), system, name) for name in names]
    ann, ben, cleo = pages
    async with a_customer(system, "Odette", "Who is there?"):
        await open_chat(ann, "Odette")
        await open_chat(ben, "Odette")
        await expect(ann.get_by_text(f"{names[1]} is viewing")).to_be_visible()
        await expect(_faces(cleo, f"{names[0]} and {names[1]} are viewing")).to_be_visible()
        second = await ann.context.new_page()
        await second.goto(ann.url)
        await (second.get_by_label("Reply to Odette")).fill("From another tab of mine")
        await expect(ben.get_by_text(f"{names[0]} is replying")).to_be_visible()
        await expect(_faces(cleo, f"{names[0]} is replying, {names[1]} is viewing")).to_be_visible()
        await expect(ann.get_by_text(f"{names[0]} is")).to_have_count(0)
        await second.close()
        await expect(ben.get_by_text(f"{names[0]} is viewing")).to_be_visible()
        await ann.get_by_role("link", name="Settings").click()
        await expect(ben.get_by_text(f"{names[0]} is")).to_have_count(0)
        await expect(_faces(cleo, f"{names[1]} is viewing")).to_be_visible()


async def test_typing_is_seen_both_ways_and_marks_tell_how_far_a_message_came(
    system: System, new_page: NewPage
) -> None:
    ann = await sign_in(await new_page(), system, "Ann")
    widget = await visit_shop(await new_page(), system)
    await start(widget, "Is it still there?", name="Rosa Lind")
    await expect(bubble(widget, "Is it still there?")).to_contain_text("Delivered")
    reply = await open_chat(ann, "Rosa Lind")
    await expect(bubble(widget, "Is it still there?")).to_contain_text("Seen")
    await reply.press_sequentially("It is")
    await expect(widget.get_by_text("Ann is typing")).to_be_visible()
    await reply.press("Enter")
    await expect(widget.get_by_text("Ann is typing")).to_have_count(0)
    await expect(thread(ann).get_by_role("img", name="Seen")).to_have_count(1)
    await widget.get_by_label("Message").press_sequentially("Lovely")
    await expect(row(ann, "Rosa Lind")).to_contain_text("Rosa is typing")
    await widget.get_by_label("Message").press("Enter")
    await expect(row(ann, "Rosa Lind")).to_contain_text("Lovely")


async def test_the_widget_becomes_the_offline_form_and_back_with_the_text_kept(
    system: System, new_page: NewPage
) -> None:
    ann = await sign_in(await new_page(), system, "Ann")
    widget = await visit_shop(await new_page(), system)
    await expect(widget.get_by_text("We reply in a few minutes")).to_be_visible()
    await widget.get_by_label("Message").fill("Half a thought")
    await widget.get_by_label("Name").fill("Sami")
    await _choose(ann, "Online", "Away")
    await expect(widget.get_by_text("Nobody is here right now.")).to_be_visible()
    await expect(widget.get_by_label("Message")).to_have_value("Half a thought")
    await expect(widget.get_by_label("Name")).to_have_value("Sami")
    await _choose(ann, "Away", "Online")
    await expect(widget.get_by_text("We reply in a few minutes")).to_be_visible()
    await expect(widget.get_by_label("Message")).to_have_value("Half a thought")


async def test_who_was_offline_learns_who_is_there_when_back(
    system: System, new_page: NewPage
) -> None:
    ann = await sign_in(await new_page(), system, "Ann")
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget, "Is anybody there?", name="Tamar")
    await page.context.set_offline(True)
    await expect(widget.get_by_text("You are offline.")).to_be_visible()
    await _choose(ann, "Online", "Away")
    await page.context.set_offline(False)
    await expect(widget.get_by_text("We are away")).to_be_visible()
    await _choose(ann, "Away", "Online")
    await expect(widget.get_by_text("We are away")).to_have_count(0)


async def test_the_reply_guard_holds_while_presence_is_down(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    ben = agent_called(system, "Ben")
    async with a_customer(system, "Magnus", "Hello"), Agent(system.base_url) as colleague:
        await colleague.sign_in(ben["email"], ben["password"])
        reply = await open_chat(page, "Magnus")
        path = colleague.conversation(page.url.rsplit("/", 1)[1])

        async def after_ben(route: Route) -> None:
            if route.request.method == "POST":
                (await colleague.post(path, "Ben was faster")).raise_for_status()
            await route.continue_()

        await page.route("**/api/v1/conversations/*/messages", after_ben)
        with _stopped(system, "presence"):
            await reply.fill("My answer")
            await reply.press("Enter")
            guard = page.get_by_role("alert").filter(has_text="Ben was faster")
            await expect(guard.get_by_role("button", name="Send anyway")).to_be_visible()


def _faces(page: Page, words: str) -> Locator:
    """The colleagues in the list whom a screen reader calls that."""
    return page.get_by_label("Conversations").get_by_role("img", name=words, exact=True)


async def _choose(page: Page, now: str, then: str) -> None:
    """Press the switch of one's own availability."""
    await page.get_by_role("button", name=f"You are {now}").click()
    await expect(page.get_by_role("button", name=f"You are {then}")).to_be_visible()


@contextmanager
def _stopped(system: System, name: str) -> Iterator[None]:
    """The process answers nothing meanwhile, and nobody starts another in its place."""
    pid = system.process(name).pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
