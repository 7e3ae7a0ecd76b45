"""A customer and agents converse: rows 1–9 as one service sees them."""

from prometheus_client import REGISTRY

from tests.integration.chat.callers import OWN, Workspace, new_id, opening, slug


async def test_a_first_message_starts_a_conversation_that_agents_see(workspace: Workspace) -> None:
    _, path = await workspace.start("My parcel is late")

    seen = (await workspace.agent().get(path)).json()

    assert seen["status"] == "active"
    assert seen["customer"] == {
        "name": "Mia Torres",
        "email": "mia@shop.example",
        "avatar_url": None,
    }
    assert seen["last_message"]["text"] == "My parcel is late"
    assert (seen["last_seq"], seen["read_seq"], seen["unread"]) == (1, 0, 1)
    assert seen["last_responder"] is None


async def test_both_sides_read_the_same_thread(workspace: Workspace) -> None:
    customer, path = await workspace.start("one")
    agent = workspace.agent()

    await agent.say(path, "two")
    await customer.say(OWN, "three")

    thread = await agent.thread(path)
    assert [(m["seq"], m["text"]) for m in thread] == [(1, "one"), (2, "two"), (3, "three")]
    assert thread == await customer.thread(OWN)


async def test_a_reply_shows_who_responded_last(workspace: Workspace) -> None:
    customer, path = await workspace.start()

    await workspace.agent("Ann").say(path)
    await workspace.agent("Ben").say(path)
    await customer.say(OWN)

    responder = {"id": "ben", "name": "Ben", "avatar_url": "/avatars/ben"}
    assert (await workspace.agent().get(path)).json()["last_responder"] == responder
    assert (await customer.get(OWN)).json()["last_responder"] == responder


async def test_what_is_unread_is_each_agents_own(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    ann, ben = workspace.agent("Ann"), workspace.agent("Ben")
    await ann.say(path)
    await customer.say(OWN)

    read = await ben.post(f"{path}/read", {"seq": 2})

    assert (read.json()["read_seq"], read.json()["unread"]) == (2, 1)
    assert (await ann.get(path)).json()["unread"] == 1
    assert (await customer.get(OWN)).json()["agents_read_seq"] == 2


async def test_every_agent_sees_whether_any_of_them_has_looked(workspace: Workspace) -> None:
    _, path = await workspace.start()
    ann, ben = workspace.agent("Ann"), workspace.agent("Ben")
    assert (await ann.get(path)).json()["agents_read_seq"] == 0

    await ben.post(f"{path}/read", {"seq": 1})

    seen = (await ann.get(path)).json()
    assert (seen["read_seq"], seen["agents_read_seq"]) == (0, 1)


async def test_reading_again_or_less_changes_nothing(workspace: Workspace) -> None:
    _, path = await workspace.start()
    agent = workspace.agent()
    first = (await agent.post(f"{path}/read", {"seq": 10**30})).json()

    again = (await agent.post(f"{path}/read", {"seq": 0})).json()

    assert first["read_seq"] == 1
    assert again == first


async def test_either_side_closes_and_then_nobody_writes(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    agent = workspace.agent()

    closed = await customer.post(f"{OWN}/close")

    assert (closed.status_code, closed.json()["status"]) == (200, "closed")
    assert closed.json()["closed_by"]["kind"] == "customer"
    for refused in (
        await agent.say(path),
        await customer.say(OWN),
        await agent.upload(path, b"x"),
        await customer.upload(OWN, b"x"),
    ):
        assert (refused.status_code, slug(refused)) == (409, "conversation-closed")


async def test_closing_twice_is_closing_once(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    agent = workspace.agent()
    first = (await agent.post(f"{path}/close")).json()

    again = await customer.post(f"{OWN}/close")

    assert again.status_code == 200
    assert again.json()["closed_by"] == first["closed_by"]
    assert again.json()["version"] == first["version"]


async def test_a_repeated_start_gives_the_first_conversation(workspace: Workspace) -> None:
    body = opening("Hello")
    first = await workspace.newcomer().post("/widget/v1/conversations", body)

    again = await workspace.newcomer().post("/widget/v1/conversations", body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


async def test_a_start_cannot_be_repeated_by_a_stranger(workspace: Workspace) -> None:
    body = opening()
    await workspace.newcomer().post("/widget/v1/conversations", body)

    stranger = body | {"email": "eve@evil.example"}
    answer = await workspace.newcomer().post("/widget/v1/conversations", stranger)

    assert (answer.status_code, slug(answer)) == (409, "client-id-taken")


async def test_nothing_that_agents_see_lets_them_repeat_the_start(workspace: Workspace) -> None:
    body = opening()
    await workspace.newcomer().post("/widget/v1/conversations", body)
    [row] = (await workspace.agent().get("/api/v1/conversations")).json()["items"]
    thread = await workspace.agent().get(f"/api/v1/conversations/{row['id']}/messages")

    assert body["client_id"] not in thread.text
    assert body["client_id"] not in str(row)


async def test_a_repeated_message_is_the_first_one_also_after_closing(workspace: Workspace) -> None:
    _, path = await workspace.start()
    agent = workspace.agent()
    body = {"client_id": new_id(), "text": "Hello"}
    first = await agent.post(f"{path}/messages", body)
    await agent.post(f"{path}/close")

    again = await agent.post(f"{path}/messages", body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert len(await agent.thread(path)) == 2


async def test_two_authors_may_use_the_same_client_id(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    body = {"client_id": "same", "text": "Hello"}

    for caller, own_path in ((workspace.agent(), path), (customer, OWN)):
        assert (await caller.post(f"{own_path}/messages", body)).status_code == 201


async def test_a_blind_reply_is_held_with_what_was_missed(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    await workspace.agent("Ben").say(path, "I have it")
    await customer.say(OWN, "Thanks")
    ann, body = workspace.agent("Ann"), {"client_id": new_id(), "text": "Hi", "last_seen_seq": 1}

    held = await ann.post(f"{path}/messages", body)

    assert (held.status_code, slug(held)) == (409, "newer-reply")
    assert held.json()["missed"] == (await ann.thread(path))[1:]
    sent = await ann.post(f"{path}/messages", body | {"send_anyway": True})
    assert sent.status_code == 201
    repeated = await ann.post(f"{path}/messages", body)
    assert (repeated.status_code, repeated.json()) == (200, sent.json())


async def test_a_thread_is_paged_by_seq_in_both_directions(workspace: Workspace) -> None:
    _, path = await workspace.start()
    agent = workspace.agent()
    for number in range(2, 11):
        await agent.say(path, str(number))

    async def seqs(**query: int) -> list[int]:
        return [message["seq"] for message in await agent.thread(path, **query)]

    assert await seqs() == list(range(1, 11))
    assert await seqs(limit=3) == [8, 9, 10]
    assert await seqs(limit=3, before_seq=8) == [5, 6, 7]
    assert await seqs(limit=3, after_seq=2) == [3, 4, 5]
    assert await seqs(after_seq=2, before_seq=5) == [3, 4]
    assert await seqs(after_seq=10) == []


async def test_who_comes_back_is_counted_by_what_they_had_missed(workspace: Workspace) -> None:
    mia, path = await workspace.start()
    for number in range(2):
        await mia.say(OWN, str(number))

    async def counted(**query: int) -> dict[str, float]:
        before = caught_up()
        await workspace.agent().thread(path, **query)
        return {
            missed: n - before[missed] for missed, n in caught_up().items() if n > before[missed]
        }

    assert await counted(after_seq=3) == {"nothing": 1}
    assert await counted(after_seq=1, limit=3) == {"some": 1}
    assert await counted(after_seq=1, limit=2) == {"page": 1}
    assert await counted(limit=2) == {}


def caught_up() -> dict[str, float]:
    """How many read a thread from a message on, by what they had missed."""
    return {
        missed: REGISTRY.get_sample_value("parley_catch_ups_total", {"missed": missed}) or 0
        for missed in ("nothing", "some", "page")
    }
