"""What a workspace posts or starts at a time shares a transaction, and nothing else."""

import asyncio
from collections.abc import Sequence

import httpx
import pytest
from prometheus_client import REGISTRY

from shared import telemetry
from tests.integration.chat.callers import (
    AGENTS,
    OWN,
    Caller,
    Json,
    Workspace,
    new_id,
    opening,
    slug,
)

CUSTOMERS = 12


@pytest.fixture
async def customers(workspace: Workspace) -> Sequence[Caller]:
    """Each with a conversation."""
    started = await asyncio.gather(*(workspace.start() for _ in range(CUSTOMERS)))
    return [customer for customer, _ in started]


def transactions() -> int:
    """How many were committed so far."""
    name = "parley_transaction_seconds_count"
    return int(REGISTRY.get_sample_value(name, {"outcome": "committed"}) or 0)


async def all_say(customers: Sequence[Caller]) -> list[httpx.Response]:
    return await asyncio.gather(*(customer.say(OWN) for customer in customers))


async def test_the_first_goes_at_once_and_all_others_together(customers: Sequence[Caller]) -> None:
    before = transactions()
    answers = await all_say(customers)
    assert {answer.status_code for answer in answers} == {201}
    assert transactions() - before <= 3


async def test_one_that_was_posted_before_holds_up_no_other(customers: Sequence[Caller]) -> None:
    *others, repeating = customers
    body = {"client_id": new_id(), "text": "Once"}
    first = await repeating.post(f"{OWN}/messages", body)
    *answers, repeated = await asyncio.gather(
        *(customer.say(OWN) for customer in others), repeating.post(f"{OWN}/messages", body)
    )
    assert (repeated.status_code, repeated.text) == (200, first.text)
    assert {answer.status_code for answer in answers} == {201}
    for customer in customers:
        assert [message["seq"] for message in await customer.thread(OWN)] == [1, 2]


async def test_one_that_is_refused_is_alone_in_that(customers: Sequence[Caller]) -> None:
    refused = customers[-1]
    await refused.post(f"{OWN}/close")
    *answers, closed = await all_say(customers)
    assert {answer.status_code for answer in answers} == {201}
    assert slug(closed) == "conversation-closed"


async def test_a_conversation_goes_on_from_one_to_the_next(
    workspace: Workspace, customers: Sequence[Caller]
) -> None:
    talker, path = await workspace.start()
    answers = await asyncio.gather(
        customers[0].say(OWN),
        *(talker.say(OWN, f"{n}") for n in range(8)),
    )
    assert {answer.status_code for answer in answers} == {201}
    assert [message["seq"] for message in await talker.thread(OWN)] == [*range(1, 10)]
    conversation = (await workspace.agent().get(path)).json()
    assert conversation["last_message"]["text"] in map(str, range(8))
    await workspace.hearing.until(conversation["id"], conversation["version"])


async def test_of_two_replies_that_go_together_the_second_is_held(
    workspace: Workspace, customers: Sequence[Caller]
) -> None:
    _, path = await workspace.start()
    *_, sent, held = await asyncio.gather(
        customers[0].say(OWN),
        workspace.agent("Ann").say(path, last_seen_seq=1),
        workspace.agent("Ben").say(path, last_seen_seq=1),
    )
    assert sent.status_code == 201
    assert slug(held) == "newer-reply"
    assert held.json()["missed"] == [sent.json()]


async def test_each_event_carries_the_trace_of_its_own_request(
    workspace: Workspace, customers: Sequence[Caller]
) -> None:
    traces = [telemetry.new_traceparent() for _ in customers]
    await asyncio.gather(
        *(
            customer.http.post(
                f"{OWN}/messages",
                json={"client_id": new_id(), "text": "Hello"},
                headers=customer.headers() | {"traceparent": trace},
            )
            for customer, trace in zip(customers, traces, strict=True)
        )
    )
    for customer, trace in zip(customers, traces, strict=True):
        [message] = await customer.thread(OWN, after_seq=1)
        _, said = await workspace.hearing.until(message["conversation_id"], 2)
        assert telemetry.trace_id(said["traceparent"]) == telemetry.trace_id(trace)


async def test_starts_go_together_too_and_all_are_counted(workspace: Workspace) -> None:
    before = transactions()
    await asyncio.gather(*(workspace.start() for _ in range(CUSTOMERS)))
    assert transactions() - before <= 3
    counts = await workspace.agent().get(f"{AGENTS}/counts")
    assert counts.json() == {"active": CUSTOMERS, "closed": 0}


async def test_who_started_before_or_was_deleted_holds_up_nobody_who_starts(
    workspace: Workspace,
) -> None:
    known, deleted = opening(), opening()
    started = [await start(workspace, body) for body in (known, deleted)]
    gone = started[1].json()["conversation"]["id"]
    assert (await workspace.agent().delete(f"{AGENTS}/{gone}")).status_code == 204
    *new, again, ended = await asyncio.gather(
        *(start(workspace, opening()) for _ in range(CUSTOMERS)),
        start(workspace, known),
        start(workspace, deleted),
    )
    assert {answer.status_code for answer in new} == {201}
    assert (again.status_code, again.text) == (200, started[0].text)
    assert slug(ended) == "conversation-ended"


async def start(workspace: Workspace, body: Json) -> httpx.Response:
    return await workspace.newcomer().post("/widget/v1/conversations", body)
