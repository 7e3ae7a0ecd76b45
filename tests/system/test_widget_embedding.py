"""The widget on other people's sites: what it asks of them, and what it may do there."""

from playwright.async_api import ConsoleMessage, Frame, Page, Request, expect

from deploy.local.system import System
from tests.people import Agent
from tests.system.conftest import NewPage
from tests.system.widget import (
    GLOBEX,
    a_site,
    an_agent,
    answer,
    bubble,
    launcher,
    open_chat,
    start,
    texts,
    visit,
    visit_shop,
)

PHONE = {"width": 390, "height": 844}


def requests_of(page: Page, system: System) -> list[str]:
    """Fills with the paths of what the page, its frames included, asks the gateway for."""
    heard: list[str] = []

    def hear(request: Request) -> None:
        if request.url.startswith(system.base_url):
            heard.append(request.url.removeprefix(system.base_url))

    page.on("request", hear)
    return heard


def errors_of(page: Page) -> list[str]:
    """Fills with what the browser complains about, violations of a policy included."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            heard.append(message.text)

    page.on("console", hear)
    return heard


async def stored(page: Page) -> int:
    """How many things the site's storage holds."""
    count: int = await page.evaluate("localStorage.length + sessionStorage.length")
    return count


async def test_before_the_first_click_only_the_loader_is_fetched_and_nothing_is_stored(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    asked = requests_of(page, system)
    await page.goto(system.shop_url, wait_until="networkidle")
    await expect(launcher(page)).to_be_visible()
    assert [path.endswith(".js") for path in asked] == [True]
    widget = await open_chat(page)
    await expect(widget.get_by_label("Message")).to_be_focused()
    assert await stored(page) == 0
    assert await page.context.cookies() == []
    await start(widget)
    assert await stored(page) == 1


async def test_it_works_under_a_strict_policy_without_a_violation(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    errors = errors_of(page)
    allowed = f"script-src {system.base_url}; frame-src {system.base_url}"
    policy = f"default-src 'none'; {allowed}; require-trusted-types-for 'script'"
    async with a_site(system, policy=policy) as site:
        widget = await visit(page, site)
        await start(widget)
        await expect(launcher(page)).to_have_css("position", "fixed")
    # A browser asks for the icon of a page that names none.
    assert [error for error in errors if "favicon" not in error and "404" not in error] == []


async def test_the_thread_follows_to_another_page_and_survives_a_reload(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget, "Is the mug still there?", "Nadia")
    await page.goto(f"{system.shop_url}/product.html")
    widget = await open_chat(page)
    await expect(bubble(widget, "Is the mug still there?")).to_be_visible()
    await page.reload()
    widget = await open_chat(page)
    await expect(bubble(widget, "Is the mug still there?")).to_be_visible()
    assert await texts(widget) == ["Is the mug still there?"]


async def test_an_answer_shows_as_a_badge_while_the_chat_is_hidden(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget, name="Oskar")
    async with an_agent(system) as ann:
        await launcher(page).click()
        await answer(ann, "Oskar", "On its way!")
        await expect(launcher(page)).to_have_accessible_name("Open chat 1 new message")
        # And on another page, before it is opened there.
        await page.goto(f"{system.shop_url}/product.html")
        await expect(launcher(page)).to_have_text("1")
        await answer(ann, "Oskar", "Tomorrow.")
        await expect(launcher(page)).to_have_text("2")
    widget = await open_chat(page)
    await expect(bubble(widget, "Tomorrow.")).to_be_visible()
    await launcher(page).click()
    await expect(launcher(page)).to_have_accessible_name("Open chat")


async def test_escape_hides_the_chat_and_focus_returns_to_the_launcher(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    async with a_site(system) as site:
        await page.goto(site)
        await page.get_by_label("Search").focus()
        await page.keyboard.press("Tab")
        await expect(launcher(page)).to_be_focused()
        await page.keyboard.press("Enter")
        frame = page.frame_locator("parley-chat iframe")
        await expect(frame.get_by_label("Message")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(launcher(page)).to_be_focused()
        await expect(launcher(page)).to_have_attribute("aria-expanded", "false")
        await expect(page.locator("parley-chat iframe")).to_be_hidden()


async def test_on_a_phone_it_fills_the_screen_and_can_be_hidden(
    system: System, new_page: NewPage
) -> None:
    page = await new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    widget = await visit_shop(page, system)
    await expect(widget.get_by_label("Message")).to_be_visible()
    box = await page.locator("parley-chat iframe").bounding_box()
    assert box == {"x": 0, "y": 0, **PHONE}
    await widget.get_by_role("button", name="Hide chat").click()
    await expect(page.locator("parley-chat iframe")).to_be_hidden()


async def test_the_sites_own_styles_do_not_reach_the_launcher(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    async with a_site(system) as site:
        await page.goto(site)
        await page.add_style_tag(
            content="parley-chat { position: static; opacity: 0.1 } button { width: 3px }"
        )
        box = await launcher(page).bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (56, 56)


async def test_only_a_site_that_the_workspace_allows_may_embed_it(
    system: System, new_page: NewPage
) -> None:
    async with an_agent(system, GLOBEX) as dan, a_site(system, workspace=GLOBEX) as site:
        await _allow(dan, "http://another.example")
        stranger = await new_page()
        await stranger.goto(site)
        async with stranger.expect_event("framenavigated", _is_refused):
            await open_chat(stranger)
        await _allow(dan, site)
        await start(await visit(await new_page(), site))
        await _allow(dan)


async def _allow(admin: Agent, *origins: str) -> None:
    settings = {"widget": {"allowed_origins": origins}}
    (await admin.http.patch("/api/v1/workspace", json=settings)).raise_for_status()


def _is_refused(frame: Frame) -> bool:
    """The browser put a page of its own into it."""
    return frame.url.startswith("chrome-error:")


async def test_the_frame_listens_to_no_other_window(system: System, new_page: NewPage) -> None:
    page = await new_page()
    async with a_site(system) as site:
        widget = await visit(page, site)
        await start(widget, name="Pilar")
        # A frame of the same site, and so of the same origin, but not the page that embeds.
        await page.evaluate(
            """() => {
                const other = document.createElement('iframe');
                document.body.append(other);
                const chat = document.querySelector('parley-chat').shadowRoot;
                const frame = chat.querySelector('iframe').contentWindow;
                const say = 'frame.postMessage({parley: "closed"}, "*")';
                other.contentWindow.Function('frame', say)(frame);
            }"""
        )
        async with an_agent(system) as ann:
            await answer(ann, "Pilar", "Do you see this?")
        await expect(bubble(widget, "Do you see this?")).to_be_visible()
        # Had it listened, it would think itself hidden, and count.
        await expect(launcher(page)).to_have_accessible_name("Hide chat")


async def test_a_right_to_left_site_gets_it_from_right_to_left(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    async with a_site(system, language="ar") as site:
        await page.goto(site)
        await expect(launcher(page)).to_have_accessible_name("افتح المحادثة")
        box = await launcher(page).bounding_box()
        assert box is not None
        assert box["x"] < 100
        widget = await open_chat(page)
        await expect(widget.locator("html")).to_have_attribute("dir", "rtl")
        await expect(widget.get_by_role("button", name="إرسال")).to_be_visible()
