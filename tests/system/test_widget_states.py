"""What the widget says of what is going on: seen, closed, away, expired, elsewhere."""

from playwright.async_api import Page, Route, expect

from deploy.local.system import System
from tests.system.conftest import NewPage
from tests.system.widget import (
    ARRIVED,
    GLOBEX,
    HELLO,
    a_site,
    an_agent,
    answer,
    bubble,
    conversation_with,
    open_chat,
    send,
    start,
    texts,
    visit,
    visit_shop,
)


async def test_a_message_is_sent_and_then_seen(system: System, new_page: NewPage) -> None:
    widget = await visit_shop(await new_page(), system)
    await start(widget, name="Viola")
    async with an_agent(system) as ann:
        path = ann.conversation((await conversation_with(ann, "Viola"))["id"])
        await ann.http.post(f"{path}/read", json={"seq": 1})
        await expect(bubble(widget, HELLO)).to_contain_text("Seen")


async def test_an_agent_learns_that_the_customer_has_seen_an_answer_only_when_they_have(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget, name="Wanda")
    async with an_agent(system) as ann, ann.listening() as frames:
        await widget.get_by_role("button", name="Hide chat").click()
        path = await answer(ann, "Wanda", "Here it is")
        await expect(page.get_by_role("button", name="1 new message")).to_be_visible()
        known = (await ann.http.get(path)).json()
        assert known["customer_read_seq"] == 1
        await open_chat(page)
        await frames.event("conversation.read.v1", seq=2)


async def test_closing_asks_first_and_leaves_the_thread_to_read(
    system: System, new_page: NewPage
) -> None:
    widget = await visit_shop(await new_page(), system)
    await start(widget)
    await widget.get_by_role("button", name="Close conversation").click()
    await widget.get_by_role("button", name="Keep chatting").click()
    await send(widget, "Still here")
    await widget.get_by_role("button", name="Close conversation").click()
    question = widget.get_by_role("dialog", name="Close this conversation?")
    await question.get_by_role("button", name="Close conversation").click()
    await expect(widget.get_by_text("You closed this conversation.")).to_be_visible()
    assert await texts(widget) == [HELLO, "Still here"]
    await expect(widget.get_by_label("Message")).to_have_count(0)


async def test_a_token_that_is_not_good_any_more_starts_anew_with_the_text_kept(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget)
    await widget.get_by_label("Message").fill("Are you there?")
    await page.evaluate(
        """() => {
            const [name] = Object.keys(localStorage);
            const kept = JSON.parse(localStorage[name]);
            localStorage[name] = JSON.stringify({...kept, token: 'e30.e30.e30'});
        }"""
    )
    await page.reload()
    widget = await open_chat(page)
    await expect(widget.get_by_text("Your earlier conversation has ended.")).to_be_visible()
    await expect(widget.get_by_label("Message")).to_have_value("Are you there?")
    await widget.get_by_role("button", name="Send").click()
    await expect(bubble(widget, "Are you there?")).to_contain_text(ARRIVED)


async def test_switching_live_chat_off_and_on_reaches_an_open_widget(
    system: System, new_page: NewPage
) -> None:
    page = await new_page()
    async with a_site(system, workspace=GLOBEX) as site, an_agent(system, GLOBEX) as dan:
        widget = await visit(page, site)
        await page.route("**/widget/v1/conversation", _refuse)
        await start(widget, name="Xaver")
        await dan.http.patch("/api/v1/workspace", json={"live_chat_enabled": False})
        try:
            await expect(widget.get_by_text("Our chat is closed at the moment.")).to_be_visible()
            await expect(bubble(widget, HELLO)).to_be_visible()
            await expect(widget.get_by_label("Message")).to_have_count(0)
            await page.unroute("**/widget/v1/conversation")
        finally:
            await dan.http.patch("/api/v1/workspace", json={"live_chat_enabled": True})
        await widget.get_by_role("button", name="Hide chat").click()
        await open_chat(page)
        await send(widget, "Good that you are back")
        await answer(dan, "Xaver", "So are we")
        await expect(bubble(widget, "So are we")).to_be_visible()


async def _refuse(route: Route) -> None:
    """What the first look at the conversation comes to when chat is switched off just before."""
    refusal = {"type": "urn:parley:problem:live-chat-off", "title": "Off", "status": 403}
    await route.fulfill(status=403, json=refusal)


async def test_two_tabs_of_a_site_hold_one_conversation(system: System, new_page: NewPage) -> None:
    first = await new_page()
    second = await first.context.new_page()
    in_first = await visit_shop(first, system)
    in_second = await visit_shop(second, system)
    await in_second.get_by_label("Message").fill("Typed in the second")
    await start(in_first)
    await expect(bubble(in_second, HELLO)).to_be_visible()
    await expect(in_second.get_by_label("Message")).to_have_value("Typed in the second")
    await in_second.get_by_label("Message").press("Enter")
    await expect(bubble(in_first, "Typed in the second")).to_be_visible()
    assert await texts(in_first) == await texts(in_second) == [HELLO, "Typed in the second"]


async def test_only_new_messages_are_announced(system: System, new_page: NewPage) -> None:
    page = await new_page()
    widget = await visit_shop(page, system)
    await start(widget, name="Yara")
    await page.reload()
    widget = await open_chat(page)
    log = widget.get_by_role("log")
    await expect(bubble(widget, HELLO)).to_be_visible()
    await expect(log).to_have_attribute("aria-live", "polite")
    async with an_agent(system) as ann:
        await log.evaluate(
            """log => {
                log.added = [];
                new MutationObserver((changes) => changes.forEach((change) =>
                    change.addedNodes.forEach((node) => log.added.push(node.textContent))))
                    .observe(log, {childList: true});
            }"""
        )
        await answer(ann, "Yara", "A new one")
        await expect(bubble(widget, "A new one")).to_be_visible()
    added = await log.evaluate("log => log.added")
    assert len(added) == 1
    assert "A new one" in added[0]


async def test_the_whole_flow_works_by_keyboard_alone(system: System, new_page: NewPage) -> None:
    page = await new_page()
    keyboard = page.keyboard
    await page.goto(f"{system.shop_url}/product.html")
    await page.get_by_role("link", name="Add to basket").focus()
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    widget = page.frame_locator("parley-chat iframe")
    await expect(widget.get_by_label("Message")).to_be_focused()
    for typed in ("Hello from the keys", "Zoe", "zoe@shop.example"):
        await keyboard.type(typed)
        await keyboard.press("Tab")
    await keyboard.press("Tab")
    await expect(widget.get_by_role("button", name="Send")).to_be_focused()
    await keyboard.press("Enter")
    await expect(bubble(widget, "Hello from the keys")).to_contain_text(ARRIVED)
    await expect(widget.get_by_label("Message")).to_be_focused()
    await keyboard.type("And another")
    await keyboard.press("Enter")
    await expect(bubble(widget, "And another")).to_contain_text(ARRIVED)
    close = widget.get_by_role("button", name="Close conversation")
    while not await close.evaluate("button => button === document.activeElement"):
        await keyboard.press("Shift+Tab")
    await keyboard.press("Enter")
    await expect(widget.get_by_role("button", name="Keep chatting")).to_be_focused()
    await keyboard.press("Tab")
    await keyboard.press("Enter")
    await expect(widget.get_by_text("You closed this conversation.")).to_be_visible()


async def test_it_works_where_websockets_are_blocked(system: System, new_page: NewPage) -> None:
    page = await new_page()
    await page.route_web_socket("**/widget/v1/stream", lambda socket: socket.close())
    await _talks(page, system, "Aaron")


async def test_it_works_where_websockets_lead_nowhere(system: System, new_page: NewPage) -> None:
    page = await new_page()
    await page.route_web_socket("**/widget/v1/stream", lambda _: None)
    await _talks(page, system, "Berta")


async def _talks(page: Page, system: System, name: str) -> None:
    widget = await visit_shop(page, system)
    async with page.expect_response("**/widget/v1/events"):
        await start(widget, name=name)
    async with an_agent(system) as ann:
        path = await answer(ann, name, "Without a socket")
        await expect(bubble(widget, "Without a socket")).to_be_visible()
        await answer(ann, name, "And at once")
        await expect(bubble(widget, "And at once")).to_be_visible(timeout=2_000)
        await ann.http.post(f"{path}/close")
    await expect(widget.get_by_text("Ann closed this conversation.")).to_be_visible()
