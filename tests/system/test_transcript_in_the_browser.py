"""A conversation goes by mail, asked for in real browsers: by its customer, and by an agent."""

from uuid import uuid4

import httpx
from playwright.async_api import FilePayload, expect

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Json
from tests.system import console
from tests.system.conftest import NewPage
from tests.system.widget import bubble, send, start, visit_shop


async def test_a_customer_closes_and_has_the_chat_mailed_and_both_threads_say_so(
    system: System, new_page: NewPage
) -> None:
    to = f"wendelin-{uuid4().hex[:8]}@shop.example"
    ann = await console.sign_in(await new_page(), system, "Ann")
    chat = await visit_shop(await new_page(timezone_id="Asia/Tokyo"), system)
    await start(chat, "The label is wrong.", name="Wendelin")
    await console.open_chat(ann, "Wendelin")
    label = FilePayload(name="label.txt", mimeType="text/plain", buffer=b"to Wendelin")
    await chat.get_by_label("Attach a file").set_input_files(label)
    # Not before the file has been uploaded.
    await expect(chat.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    await send(chat, "Here it is")
    await expect(bubble(chat, "Here it is")).to_contain_text("label.txt")
    await chat.get_by_role("button", name="Close conversation").click()
    await chat.get_by_role("dialog").get_by_role("button", name="Close conversation").click()

    address = chat.get_by_label("Send me this chat by e-mail")
    await expect(address).to_have_value("mia@shop.example")
    await address.fill("wendelin")
    await chat.get_by_role("button", name="Send", exact=True).click()
    await expect(chat.get_by_text("Please enter an e-mail address")).to_be_visible()
    await address.fill(to)
    await chat.get_by_role("button", name="Send", exact=True).click()
    await expect(chat.get_by_text("It is on its way to you.")).to_be_visible()
    line = "Transcript sent to w…@shop.example"
    await expect(chat.get_by_role("log").get_by_text(line)).to_be_visible(timeout=30_000)
    await expect(console.thread(ann).get_by_text(line)).to_be_visible()
    [mail] = await _mails_to(system, to)
    assert "label.txt" in mail["html"]
    assert "Asia/Tokyo" in mail["text"]


async def test_an_agent_sends_the_transcript_of_a_closed_chat(
    system: System, new_page: NewPage
) -> None:
    to = f"xanthe-{uuid4().hex[:8]}@shop.example"
    page = await console.sign_in(await new_page(), system, "Ann")
    async with console.a_customer(system, "Xanthe", "I need this in writing."):
        await console.open_chat(page, "Xanthe")
        await page.get_by_role("button", name="Close conversation").click()
        await console.choose(page, "Send transcript")
        dialog = page.get_by_role("dialog", name="Send transcript")
        address = dialog.get_by_label("E-mail address")
        await expect(address).to_be_focused()
        await expect(address).not_to_have_value("")
        await address.fill(to)
        await dialog.get_by_role("button", name="Send").click()
        await expect(dialog).to_have_count(0)
        line = "Transcript sent to x…@shop.example"
        await expect(console.thread(page).get_by_text(line)).to_be_visible(timeout=30_000)
        assert len(await _mails_to(system, to)) == 1
        await console.choose(page, "Who was notified?")
        await expect(page.get_by_role("dialog").get_by_text("x…@shop.example")).to_be_visible()


async def _mails_to(system: System, to: str) -> list[Json]:
    """Once there are any."""
    found: list[Json] = []

    async def has_come() -> bool:
        async with httpx.AsyncClient() as http:
            mails = (await http.get(f"{system.sinks.mail_url}/messages")).json()
        found[:] = [mail for mail in mails if mail["to"] == to]
        return bool(found)

    await eventually(has_come, seconds=30)
    return found
