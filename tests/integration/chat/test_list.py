"""The list: what is in it, in which order, page by page, and how many there are."""

from collections.abc import AsyncIterator

from tests.integration.chat.callers import AGENTS, OWN, Caller, Json, Workspace

MOST_PAGES = 50


async def ids(agent: Caller, **query: str | int) -> list[str]:
    answer = await agent.get(AGENTS, **query)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


async def pages(agent: Caller, **query: str | int) -> AsyncIterator[list[Json]]:
    cursor: str | None = ""
    for _ in range(MOST_PAGES):
        if cursor is None:
            return
        page = (await agent.get(AGENTS, **query, **({"cursor": cursor} if cursor else {}))).json()
        yield page["items"]
        cursor = page["next_cursor"]


def id_of(path: str) -> str:
    return path.rpartition("/")[2]


async def test_the_newest_activity_comes_first(workspace: Workspace) -> None:
    first, first_path = await workspace.start()
    _, second_path = await workspace.start()
    agent = workspace.agent()
    assert await ids(agent) == [id_of(second_path), id_of(first_path)]

    await first.say(OWN, "still there?")

    assert await ids(agent) == [id_of(first_path), id_of(second_path)]


async def test_each_status_has_its_list_and_without_one_both_are_in_it(
    workspace: Workspace,
) -> None:
    _, active = await workspace.start()
    _, closed = await workspace.start()
    agent = workspace.agent()
    await agent.post(f"{closed}/close")

    assert await ids(agent, status="active") == [id_of(active)]
    assert await ids(agent, status="closed") == [id_of(closed)]
    assert await ids(agent) == [id_of(closed), id_of(active)]


async def test_counts_follow_starts_and_closings(workspace: Workspace) -> None:
    agent = workspace.agent()
    assert (await agent.get(f"{AGENTS}/counts")).json() == {"active": 0, "closed": 0}

    _, path = await workspace.start()
    await workspace.start()
    for _ in range(2):
        await agent.post(f"{path}/close")

    assert (await agent.get(f"{AGENTS}/counts")).json() == {"active": 1, "closed": 1}


async def test_pages_together_are_the_list(workspace: Workspace) -> None:
    expected = [id_of((await workspace.start())[1]) for _ in range(10)][::-1]
    agent = workspace.agent()

    for limit in (1, 3, 5, 10, 11):
        seen = [row["id"] async for page in pages(agent, limit=limit) for row in page]
        assert seen == expected


async def test_paging_shows_no_row_twice_and_misses_none_that_stood_still(
    workspace: Workspace,
) -> None:
    started = [await workspace.start() for _ in range(12)]
    agent = workspace.agent()
    moving = [customer for customer, _ in started[::2]]
    seen: list[str] = []
    async for page in pages(agent, limit=2):
        seen += [row["id"] for row in page]
        # From the oldest on they jump to the front, some before they were seen, some after.
        if moving:
            await moving.pop(0).say(OWN)

    still = {id_of(path) for _, path in started[1::2]}
    assert len(seen) == len(set(seen))
    assert still <= set(seen)
    # Whoever moved is on the first page that the client takes anew.
    assert {id_of(path) for _, path in started} <= {*seen, *await ids(agent, limit=12)}


async def test_rows_of_the_same_moment_are_paged_too(workspace: Workspace) -> None:
    for _ in range(6):
        await workspace.start()
    rows = workspace.chat.mongo.collection("conversations")
    some = await rows.find_one({"workspace_id": workspace.id})
    assert some is not None
    same = {"$set": {"updated_at": some["updated_at"]}}
    await rows.update_many({"workspace_id": workspace.id}, same)

    seen = [row["id"] async for page in pages(workspace.agent(), limit=2) for row in page]

    assert len(seen) == len(set(seen)) == 6


async def test_a_search_finds_customers_by_name_and_address(workspace: Workspace) -> None:
    _, path = await workspace.start(name="José Lima", email="jl@shop.example")
    await workspace.start(name="Ann Other", email="ann@other.example")
    agent = workspace.agent()

    for query in ("jos", "JOSÉ", "lima jo", "jl@sh", "shop.example"):
        assert await ids(agent, q=query) == [id_of(path)]
    assert await ids(agent, q="ose") == []


async def test_a_search_finds_what_was_said(workspace: Workspace) -> None:
    customer, path = await workspace.start("Where is it?")
    await workspace.start("Something else")
    await customer.say(OWN, "The parcel with the blue ribbon")
    agent = workspace.agent()

    for query in ("ribbon", "BLUE parcel", "the"):
        assert await ids(agent, q=query) == [id_of(path)]
    assert await ids(agent, q="blue elephant") == []


async def test_a_search_keeps_to_the_status(workspace: Workspace) -> None:
    _, path = await workspace.start("ribbon")
    agent = workspace.agent()
    await agent.post(f"{path}/close")

    assert await ids(agent, q="ribbon", status="active") == []
    assert await ids(agent, q="ribbon", status="closed") == [id_of(path)]


async def test_a_search_is_paged_like_the_list(workspace: Workspace) -> None:
    expected = [id_of((await workspace.start("ribbon"))[1]) for _ in range(5)][::-1]
    await workspace.start("nothing", name="Other", email="o@o.example")

    found = [row["id"] async for p in pages(workspace.agent(), limit=2, q="ribbon") for row in p]

    assert found == expected


async def test_a_search_of_spaces_is_no_search_and_one_of_signs_finds_nothing(
    workspace: Workspace,
) -> None:
    await workspace.start()
    agent = workspace.agent()

    assert len(await ids(agent, q="   ")) == 1
    for query in ("!?", '"', "-", "$ne", "{}", "\x00", ".*", "-parcel"):
        assert len(await ids(agent, q=query)) == (1 if query == "-parcel" else 0)
