"""From a closed chat to its ticket, clicked and typed through by two agents and a customer."""

from pathlib import Path

from playwright.async_api import Locator, Page, expect

from deploy.local.system import System
from tests.people import Json
from tests.system import widget
from tests.system.conftest import NewPage
from tests.system.console import a_customer, go_down_to, open_chat, row, sign_in
from tests.system.pausing import paused

HELLO = "The teapot arrived broken"


async def test_a_closed_chat_goes_on_as_a_ticket_for_everyone(
    system: System, new_page: NewPage, tmp_path: Path
) -> None:
    ann = await sign_in(await new_page(), system, "Ann")
    ben = await sign_in(await new_page(), system, "Ben")
    shop = await new_page()
    mia = await widget.visit_shop(shop, system)
    await widget.start(mia, HELLO, "Mia Marsh")
    photo = tmp_path / "broken.txt"
    photo.write_text("a photo of a teapot")
    await mia.locator("input[type=file]").set_input_files(photo)
    await expect(mia.get_by_role("button", name="Send")).to_have_attribute("aria-disabled", "false")
    await widget.send(mia, "Here it is")
    reply = await open_chat(ann, "Mia Marsh")
    await reply.fill("I am sorry to hear that.")
    await reply.press("Enter")
    await expect(mia.get_by_text("I am sorry to hear that.")).to_be_visible()
    await open_chat(ben, "Mia Marsh")
    await ann.get_by_role("button", name="Close conversation").click()

    # The subject is the first message, nothing typed is lost, and a new company is added.
    dialog = await _ask(ann)
    await expect(dialog.get_by_label("Subject")).to_have_value(HELLO)
    await dialog.get_by_label("Subject").fill("Broken teapot")
    await ann.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    dialog = await _ask(ann)
    await expect(dialog.get_by_label("Subject")).to_have_value("Broken teapot")
    await dialog.get_by_role("button", name="Convert", exact=True).click()
    await expect(dialog.get_by_text("Choose a company, or add it.")).to_be_visible()
    await dialog.get_by_label("Company", exact=True).fill("Marsh & <b>Sons</b>")
    await dialog.get_by_role("option", name="Add “Marsh & <b>Sons</b>”").click()
    await expect(dialog.get_by_label("Company", exact=True)).to_have_value("Marsh & <b>Sons</b>")
    await dialog.get_by_role("button", name="Convert", exact=True).dblclick()

    # Live for the colleague and for the customer, with one and the same number.
    opening = _header(ann).get_by_role("link", name="Open ticket #")
    number = (await opening.inner_text()).split("#")[1]
    await expect(_header(ben).get_by_role("link", name=f"Open ticket #{number}")).to_be_visible()
    await expect(ben.get_by_text(f"went on as ticket #{number}. Responses are")).to_be_visible()
    await expect(mia.get_by_text(f"This chat went on as ticket #{number}.")).to_be_visible()
    await expect(opening).to_be_focused()

    # The ticket has it all, and what is changed on it is live for the colleague.
    await opening.click()
    await expect(ann.get_by_role("heading", name=f"#{number} Broken teapot")).to_be_visible()
    transcript = ann.get_by_label("Chat with Mia Marsh")
    for text in (HELLO, "Here it is", "I am sorry to hear that."):
        await expect(transcript.get_by_text(text)).to_be_visible()
    address = await transcript.get_by_role("link", name="broken.txt").get_attribute("href")
    downloaded = await ann.request.get(f"{system.base_url}{address}")
    assert await downloaded.text() == "a photo of a teapot"
    await expect(ann.get_by_label("Details").get_by_text("Ann", exact=True)).to_be_visible()
    await ben.get_by_role("link", name="All tickets").click()
    await expect(_ticket(ben, number)).to_contain_text("Marsh & <b>Sons</b>")
    await ann.get_by_role("radio", name="Pending").check()
    await expect(_ticket(ben, number)).to_contain_text("Pending")
    await ben.get_by_label("Status").get_by_role("link", name="Open").click()
    await expect(_ticket(ben, number)).to_have_count(0)

    # Back to the chat, and for the customer on to the next one.
    await ann.get_by_role("link", name="Live chat with Mia Marsh").click()
    await expect(ann.get_by_text(f"This chat went on as ticket #{number}.")).to_be_visible()
    await mia.get_by_role("button", name="Start a new conversation").click()
    await widget.write_first(mia, "Another question", "Mia Marsh")
    await ann.get_by_label("Status").get_by_role("link", name="Active").click()
    await expect(row(ann, "Mia Marsh")).to_contain_text("Another question")


async def test_a_chat_is_converted_and_its_ticket_found_by_keyboard_alone(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    await page.request.post(
        f"{system.base_url}/api/v1/companies", data={"name": "Kite Works", "domain": "shop.example"}
    )
    press, typing = page.keyboard.press, page.keyboard.type
    async with a_customer(system, "Nils Kite", "My kite does not fly"):
        await expect(row(page, "Nils Kite")).to_be_visible()
        await go_down_to(page, row(page, "Nils Kite"))
        await press("Enter")
        await expect(page.get_by_label("Reply to Nils Kite")).to_be_visible()
        await press("e")
        await expect(page.get_by_text("This conversation is closed.")).to_be_visible()
        await press("t")
        await expect(page.get_by_label("Subject")).to_be_focused()
        await press("Tab")
        await expect(page.get_by_role("option").first).to_contain_text("Suggested")
        await press("ArrowDown")
        await press("Escape")
        await expect(page.get_by_role("option")).to_have_count(0)
        await expect(page.get_by_role("dialog")).to_be_visible()
        await typing("kite wo")
        await expect(page.get_by_role("option", name="Kite Works")).to_be_visible()
        await press("Enter")
        await expect(page.get_by_label("Company", exact=True)).to_have_value("Kite Works")
        await press("Enter")
        opening = _header(page).get_by_role("link", name="Open ticket #")
        await expect(opening).to_be_focused()
        number = (await opening.inner_text()).split("#")[1]
        await press("Enter")
        await expect(page.get_by_label("Chat with Nils Kite")).to_contain_text("does not fly")
        await press("Escape")
        await expect(_ticket(page, number)).to_be_focused()
        await press("j")
        await press("k")
        await expect(_ticket(page, number)).to_be_focused()
        await page.get_by_label("Search tickets").focus()
        await typing("nothing like this")
        await expect(page.get_by_text("No tickets match")).to_be_visible()
        await page.get_by_label("Search tickets").fill(number)
        await expect(_ticket(page, number)).to_be_visible()


async def test_a_conversion_waits_for_the_tickets_service_and_then_ends_by_itself(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann")
    await page.request.post(f"{system.base_url}/api/v1/companies", data={"name": "Patient Ltd"})
    async with a_customer(system, "Otto Late", "Take your time"):
        await open_chat(page, "Otto Late")
        await page.get_by_role("button", name="Close conversation").click()
        dialog = await _ask(page)
        await dialog.get_by_label("Company", exact=True).fill("Patient")
        await dialog.get_by_role("option", name="Patient Ltd").click()
        async with paused(system, "tickets"):
            await dialog.get_by_role("button", name="Convert", exact=True).dblclick()
            await expect(_header(page).get_by_text("Converting…")).to_be_visible()
            await expect(page.get_by_text("This goes on by itself.")).to_be_visible()
        await expect(_header(page).get_by_role("link", name="Open ticket #")).to_be_visible()
        found = await page.request.get(f"{system.base_url}/api/v1/tickets?q=Otto")
        tickets: list[Json] = (await found.json())["items"]
        assert len(tickets) == 1


async def _ask(page: Page) -> Locator:
    await _header(page).get_by_role("button", name="Convert to ticket").click()
    dialog = page.get_by_role("dialog", name="Convert to ticket")
    await expect(dialog.get_by_label("Subject")).to_be_editable()
    return dialog


def _header(page: Page) -> Locator:
    """What the open conversation's header offers about a ticket."""
    return page.locator(".ticket-action")


def _ticket(page: Page, number: str) -> Locator:
    """The ticket's row in the list."""
    return page.get_by_label("Tickets").get_by_role("link").filter(has_text=f"#{number}")
