"""Webhooks in the console: endpoints, what was delivered to each, and what is done about it."""

import re

from playwright.async_api import Locator, Page, expect

from deploy.local.system import System
from tests.integration.webhooks.receiver import receiving
from tests.system.accessibility import Audit
from tests.system.conftest import NewPage
from tests.system.console import choose, sign_in

WEBHOOKS = "/settings/webhooks"
TEST = "webhook.tested.v1"
NOBODY = "http://127.0.0.1:1/"


async def test_an_admin_adds_an_endpoint_sees_it_fail_and_redelivers_once_it_is_mended(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann", "/settings")
    await page.get_by_label("Webhooks").get_by_role("link", name="Endpoints").click()
    async with receiving() as receiver:
        secret = await _add(page, receiver.url("/crm"))
        await expect(page.get_by_text("Nothing delivered yet")).to_be_visible()

        await page.get_by_role("button", name="Send a test").click()
        tested = _deliveries(page).filter(has=page.get_by_text("Test", exact=True))
        await expect(tested.get_by_text("Delivered")).to_be_visible()
        await expect(page.get_by_text("Working")).to_be_visible()
        receiver.got[0].is_signed_with(secret)

        receiver.answer("/crm", 503)
        await page.get_by_role("button", name="Send a test").click()
        await expect(_deliveries(page).get_by_text("Failed")).to_be_visible()
        await page.get_by_role("radio", name="Failed").check()
        failed = _deliveries(page)
        await expect(failed).to_have_count(1)
        await failed.get_by_role("button", name=TEST).click()
        await expect(
            failed.get_by_label("Attempts").get_by_text("It answered 503.")
        ).to_be_visible()
        await expect(page.get_by_text("Nothing was delivered since")).to_be_visible()

        # It stays where one looks, though it has failed no more.
        receiver.answer("/crm", 204)
        await failed.get_by_role("button", name="Redeliver").press("Enter")
        await expect(failed.get_by_text("Delivered", exact=True)).to_be_visible()
        await expect(failed.get_by_role("button", name="Redeliver")).to_be_focused()
        await expect(page.get_by_text("Nothing was delivered since")).to_have_count(0)
        first, *again = receiver.ids("/crm")[-2:]
        assert again == [first]

        await _remove(page)
        await expect(page.get_by_text(receiver.url("/crm"))).to_have_count(0)


async def test_an_endpoint_is_edited_disabled_and_enabled_and_its_secret_is_replaced(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann", WEBHOOKS)
    async with receiving() as receiver:
        old = await _add(page, receiver.url("/till"))
        await choose(page, "Edit", "Actions")
        await page.get_by_label("Description").fill("The till")
        await page.get_by_label("Closed").check()
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("The till")).to_be_visible()
        await expect(page.get_by_text("conversation.closed.v1", exact=True)).to_be_visible()
        await expect(page.get_by_role("button", name="Actions")).to_be_focused()

        await choose(page, "New signing secret", "Actions")
        await page.get_by_role("button", name="Make a new secret").click()
        new = await _secret(page)
        await page.get_by_role("button", name="Send a test").click()
        await expect(_deliveries(page).get_by_text("Delivered")).to_be_visible()
        for secret in (old, new):
            receiver.got[0].is_signed_with(secret)

        await choose(page, "Disable", "Actions")
        await expect(page.get_by_text("Nothing is sent to this endpoint.")).to_be_visible()
        await page.get_by_role("button", name="Enable again").click()
        await expect(page.get_by_text("Nothing is sent to this endpoint.")).to_have_count(0)
        await expect(page.get_by_role("heading", name=receiver.url("/till"))).to_be_focused()
        await _remove(page)


async def test_what_is_wrong_with_an_address_is_said_at_its_field(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ann", WEBHOOKS)
    await page.get_by_role("button", name="Add endpoint").first.click()
    dialog = page.get_by_role("dialog")
    address = dialog.get_by_label("Address")
    for typed, said in (
        ("", "Enter the address that is to be called."),
        ("ftp://billing.example", "Enter an address such as"),
        ("http://10.0.0.1/", "It does not lead to a public address."),
    ):
        await address.fill(typed)
        await address.press("Enter")
        await expect(dialog.get_by_text(said)).to_be_visible()
        await expect(address).to_be_focused()
        await expect(address).to_have_accessible_description(re.compile(re.escape(said)))
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_why_an_endpoint_was_not_saved_is_in_sight_however_many_events_there_are(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(
        await new_page(viewport={"width": 1280, "height": 500}), system, "Ann", WEBHOOKS
    )
    await page.get_by_role("button", name="Add endpoint").first.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Address").fill("https://billing.example/parley")
    await dialog.get_by_label("Only some").check()
    await dialog.get_by_label("Closed").check()
    await page.context.set_offline(True)
    await dialog.get_by_role("button", name="Add endpoint").click()
    await expect(dialog.get_by_role("alert")).to_be_in_viewport(ratio=1)


async def test_webhooks_are_not_shown_to_agents_who_are_no_admins(
    system: System, new_page: NewPage
) -> None:
    page = await sign_in(await new_page(), system, "Ben", "/settings")
    await expect(page.get_by_label("Team").get_by_text("Ann", exact=True)).to_be_visible()
    await expect(page.get_by_text("Webhooks")).to_have_count(0)
    await page.goto(f"{system.base_url}{WEBHOOKS}")
    await expect(page.get_by_role("heading", name="Webhooks are for admins")).to_be_visible()


async def test_axe_finds_nothing_in_the_webhooks(system: System, new_page: NewPage) -> None:
    page = await sign_in(await new_page(), system, "Dan", WEBHOOKS)
    audit = Audit(page)
    await expect(page.get_by_text("No endpoints yet")).to_be_visible()
    await audit.screen("no webhooks")
    await page.get_by_role("button", name="Add endpoint").click()
    dialog = page.get_by_role("dialog")
    add = dialog.get_by_role("button", name="Add endpoint")
    await dialog.get_by_label("Only some").check()
    await add.click()
    await expect(dialog.get_by_text("Choose at least one event.")).to_be_visible()
    await audit.screen("add an endpoint, incomplete")
    await dialog.get_by_label("Address").fill(NOBODY)
    await dialog.get_by_label("Closed").check()
    await add.click()
    await expect(dialog.get_by_text("it is not shown again")).to_be_visible()
    await audit.screen("the secret of an endpoint")
    await dialog.get_by_role("button", name="Done").click()
    await _failing_endpoint(page, audit)
    await page.get_by_role("link", name="Webhooks", exact=True).click()
    await expect(page.get_by_role("link", name=NOBODY)).to_be_focused()
    await audit.screen("webhooks")
    assert audit.found == []


async def _add(page: Page, url: str) -> str:
    """Add an endpoint for what nobody does here, and arrive at its page; its secret."""
    await page.get_by_role("button", name="Add endpoint").first.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Address").fill(url)
    await dialog.get_by_label("Only some").check()
    await dialog.get_by_label("Purged").check()
    await dialog.get_by_role("button", name="Add endpoint").click()
    secret = await _secret(page)
    await expect(page.get_by_role("heading", name=url)).to_be_focused()
    return secret


async def _secret(page: Page) -> str:
    """What is shown this once; Done is pressed."""
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("it is not shown again")).to_be_visible()
    await expect(dialog.get_by_role("button", name="Copy")).to_be_focused()
    secret = await dialog.locator("code").inner_text()
    await dialog.get_by_role("button", name="Done").click()
    return secret


async def _remove(page: Page) -> None:
    await choose(page, "Remove", "Actions")
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(page.get_by_role("heading", name="Webhooks", exact=True)).to_be_focused()


def _deliveries(page: Page) -> Locator:
    return page.get_by_role("list", name="Deliveries").locator("> li")


async def _failing_endpoint(page: Page, audit: Audit) -> None:
    """What its log shows, opened, and the endpoint once it is disabled."""
    await page.get_by_role("button", name="Send a test").click()
    tested = page.get_by_role("list", name="Deliveries")
    await tested.get_by_role("button", name=TEST).click()
    await expect(tested.get_by_label("Attempts")).to_be_visible()
    await expect(page.get_by_text("Nothing was delivered since")).to_be_visible()
    await audit.screen("a failing endpoint")
    await choose(page, "Disable", "Actions")
    await expect(page.get_by_role("button", name="Enable again")).to_be_visible()
    await audit.screen("a disabled endpoint")
