"""How the console scrolls a long list and a long thread, and how soon it is there, in Chromium."""

from playwright.async_api import Browser, Page, StorageState, async_playwright

from deploy.local import screen
from deploy.local.system import System
from tests.load import stored
from tests.load.bench import Bench, Json
from tests.people import Agent, Customer
from tests.system.conftest import CHROMIUM, QUIET
from tests.system.console import agent_called, sign_in

GLOBEX, WHO = 1, "Dan"
CONVERSATIONS = 5_000
MESSAGES = 10_000
WHEEL_PX = 1_200
MOST_TURNS = 4_000
TURNS_AT_REST = 60
LONG_FRAME_MILLISECONDS = 50
VIEWPORT = {"width": 1440, "height": 900}
LIST, THREAD = ".rows", ".timeline-scroller"
LIST_ENDS = f'{LIST} [aria-posinset="{CONVERSATIONS}"]'
THREAD_ENDS = f'{THREAD} [data-seq="1"]'
LOOKING = f"""(() => {{
    const look = () => {{
        if (document.querySelector('{LIST} [data-id]')) window.interactiveAt = performance.now();
        else requestAnimationFrame(look);
    }};
    look();
}})()"""
FRAMES = """() => {
    let before = null;
    window.frames_ = [];
    const frame = (now) => {
        if (before !== null) window.frames_.push(now - before);
        before = now;
        requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
}"""
DRAWN = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


async def measure(bench: Bench) -> Json:
    """Milliseconds: the longest frame of each way through, and until the list can be used.

    Printed as well. It is in a workspace of its own, so nothing else that is measured sees it.
    """
    running = bench.running
    conversation_id = await furnish(running)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        signed_in = await session(browser, running)
        page = await a_page(browser, signed_in)
        interactive = await until_interactive(page, running.base_url)
        through_list = await through(page, LIST, WHEEL_PX, LIST_ENDS)
        page = await a_page(browser, signed_in)
        await page.goto(f"{running.base_url}/live-chat/{conversation_id}")
        await page.locator(".bubble").last.wait_for()
        through_thread = await through(page, THREAD, -WHEEL_PX, THREAD_ENDS)
        await browser.close()
    report(interactive, through_list, through_thread)
    return {"interactive": interactive, "list": through_list, "thread": through_thread}


async def furnish(running: System) -> str:
    """A long list, and in it a long thread; the id of that."""
    mongo_url, dan = running.mongo_url("chat"), agent_called(running, WHO)
    async with Customer(running.base_url) as customer, Agent(running.base_url) as agent:
        started = await customer.start(running.workspaces[GLOBEX]["key"], "Hello")
        await agent.sign_in(dan["email"], dan["password"])
        workspace = (await agent.http.get("/api/v1/session")).json()["workspace"]
    await stored.fill(mongo_url, workspace["id"], CONVERSATIONS)
    await stored.lengthen(mongo_url, started["id"], MESSAGES)
    return str(started["id"])


async def session(browser: Browser, running: System) -> StorageState:
    """Of the agent, without anything that a browser has cached by then."""
    context = await browser.new_context()
    await sign_in(await context.new_page(), running, WHO)
    return await context.storage_state()


async def a_page(browser: Browser, signed_in: StorageState) -> Page:
    """In a context with an empty cache."""
    context = await browser.new_context(viewport=VIEWPORT, storage_state=signed_in)  # type: ignore[arg-type]  # as given
    return await context.new_page()


async def until_interactive(page: Page, base_url: str) -> float:
    """From the navigation, with nothing in the cache, until a row of the list can be clicked."""
    await page.add_init_script(LOOKING)
    await page.goto(f"{base_url}/live-chat")
    await page.locator(f"{LIST} [data-id]").first.wait_for()
    await page.evaluate(DRAWN)
    return round(float(await page.evaluate("window.interactiveAt")), 1)


async def through(page: Page, scroller: str, wheel: int, end: str) -> dict[str, float]:
    """Turn the wheel until nothing moves or loads any more. Raises where that is not the end."""
    await page.locator(scroller).hover()
    await page.evaluate(FRAMES)
    most_nodes, turns, still, before = 0, 0, 0, [-1, -1]
    while still < TURNS_AT_REST and turns < MOST_TURNS:
        await page.mouse.wheel(0, wheel)
        await page.evaluate(DRAWN)
        nodes, *now = await page.evaluate(
            """(scroller) => {
                const { scrollTop, scrollHeight } = document.querySelector(scroller);
                return [document.getElementsByTagName('*').length, scrollTop, scrollHeight];
            }""",
            scroller,
        )
        still = still + 1 if now == before else 0
        most_nodes, turns, before = max(most_nodes, nodes), turns + 1, now
    if await page.locator(end).count() == 0:
        raise RuntimeError(f"{end} was not reached in {turns} turns of the wheel")
    frames: list[float] = await page.evaluate("window.frames_")
    return {
        "longest_frame": round(max(frames), 1),
        "long_frames": sum(frame > LONG_FRAME_MILLISECONDS for frame in frames),
        "frames": len(frames),
        "most_nodes": most_nodes,
    }


def report(
    interactive: float, through_list: dict[str, float], through_thread: dict[str, float]
) -> None:
    """Print what was measured."""
    screen.say(f"\nconsole: a list to click after {interactive:.0f} ms")
    for name, taken in (
        (f"list of {CONVERSATIONS}", through_list),
        (f"thread of {MESSAGES}", through_thread),
    ):
        screen.say(
            f"{name}: longest frame {taken['longest_frame']:.0f} ms, "
            f"{taken['long_frames']} of {taken['frames']} frames over "
            f"{LONG_FRAME_MILLISECONDS} ms, at most {taken['most_nodes']} elements"
        )
