"""Many people, the same moment, two replicas: nothing is lost, doubled or miscounted."""

import asyncio
from collections import Counter
from itertools import cycle, islice

from tests.integration.chat.callers import AGENTS, OWN, Workspace, new_id, opening, slug


async def test_messages_sent_at_once_get_every_seq_once(
    workspace: Workspace, elsewhere: Workspace
) -> None:
    customer, path = await workspace.start()
    agents = [
        somewhere.agent(f"Agent{number}")
        for number, somewhere in enumerate(islice(cycle((workspace, elsewhere)), 5))
    ]

    answers = await asyncio.gather(
        *(agent.say(path, f"{n}") for agent in agents for n in range(6)),
        *(customer.say(OWN, f"{n}") for n in range(10)),
    )

    assert {answer.status_code for answer in answers} == {201}
    assert sorted(answer.json()["seq"] for answer in answers) == list(range(2, 42))
    thread = await customer.thread(OWN)
    assert [message["seq"] for message in thread] == list(range(1, 42))
    conversation = (await customer.get(OWN)).json()
    await workspace.hearing.until(conversation["id"], conversation["version"])


async def test_the_same_message_sent_at_once_is_stored_once(
    workspace: Workspace, elsewhere: Workspace
) -> None:
    _, path = await workspace.start()
    agent, tabs = workspace.agent(), (workspace.agent(), elsewhere.agent())
    body = {"client_id": new_id(), "text": "Hello"}

    answers = await asyncio.gather(*(tab.post(f"{path}/messages", body) for tab in tabs * 10))

    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 19}
    assert len({answer.text for answer in answers}) == 1
    assert len(await agent.thread(path)) == 2


async def test_the_same_start_sent_at_once_is_one_conversation(
    workspace: Workspace, elsewhere: Workspace
) -> None:
    body = opening()

    answers = await asyncio.gather(
        *(
            somewhere.newcomer().post("/widget/v1/conversations", body)
            for somewhere in (workspace, elsewhere) * 10
        )
    )

    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 19}
    assert len({answer.text for answer in answers}) == 1
    assert (await workspace.agent().get(f"{AGENTS}/counts")).json() == {"active": 1, "closed": 0}


async def test_of_two_agents_who_answer_at_once_one_is_held(
    workspace: Workspace, elsewhere: Workspace
) -> None:
    for _ in range(10):
        _, path = await workspace.start()

        answers = await asyncio.gather(
            workspace.agent("Ann").say(path, last_seen_seq=1),
            elsewhere.agent("Ben").say(path, last_seen_seq=1),
        )

        assert sorted(answer.status_code for answer in answers) == [201, 409]
        held = max(answers, key=lambda answer: answer.status_code)
        sent = min(answers, key=lambda answer: answer.status_code)
        assert slug(held) == "newer-reply"
        assert held.json()["missed"] == [sent.json()]


async def test_a_message_comes_before_the_closing_or_is_refused(
    workspace: Workspace, elsewhere: Workspace
) -> None:
    for _ in range(10):
        customer, path = await workspace.start()

        said, closed = await asyncio.gather(
            customer.say(OWN), elsewhere.agent().post(f"{path}/close")
        )

        assert closed.status_code == 200
        assert said.status_code in {201, 409}
        assert len(await customer.thread(OWN)) == (2 if said.status_code == 201 else 1)


async def test_one_file_is_carried_by_one_of_the_messages_that_claim_it(
    workspace: Workspace,
) -> None:
    customer, _ = await workspace.start()
    uploaded = (await customer.upload(OWN, b"x")).json()["id"]

    answers = await asyncio.gather(
        *(customer.say(OWN, f"{n}", attachment_ids=[uploaded]) for n in range(5))
    )

    assert Counter(answer.status_code for answer in answers) == {201: 1, 422: 4}


async def test_counts_stay_exact_while_conversations_start_and_close(
    workspace: Workspace, elsewhere: Workspace
) -> None:
    agent = elsewhere.agent()

    async def start_and_perhaps_close(number: int) -> None:
        customer, path = await (workspace, elsewhere)[number % 2].start()
        if number % 3:
            # Both sides close: it counts once.
            await asyncio.gather(customer.post(f"{OWN}/close"), agent.post(f"{path}/close"))

    await asyncio.gather(*map(start_and_perhaps_close, range(30)))

    rows = workspace.chat.mongo.collection("conversations")
    real = {
        status: await rows.count_documents({"workspace_id": workspace.id, "status": status})
        for status in ("active", "closed")
    }
    assert real == {"active": 10, "closed": 20}
    assert (await agent.get(f"{AGENTS}/counts")).json() == real
