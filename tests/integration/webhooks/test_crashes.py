"""A process that dies at every step there is, and two that share the work."""

import asyncio

import pytest

from services.webhooks.domain.deliveries import Delivery
from services.webhooks.use_cases import sending
from services.webhooks.use_cases.couriers import Couriers
from tests.dying import Dies, Killed
from tests.eventually import eventually
from tests.integration.shared.conftest import running
from tests.integration.webhooks.conftest import Desk
from tests.integration.webhooks.receiver import Receiver

LEASE_SECONDS = 0.3


@pytest.mark.parametrize(
    ("part", "at", "when", "times"),
    [
        ("deliveries", "take", "before", 1),
        ("deliveries", "take", "after", 1),
        ("deliveries", "settle", "before", 2),
        ("deliveries", "settle", "after", 2),
        ("endpoints", "save", "after", 2),
    ],
)
async def test_killed_at_any_step_it_is_sent_and_at_most_once_more(
    desk: Desk, receiver: Receiver, part: str, at: str, when: str, times: int
) -> None:
    desk = desk.with_(lease_seconds=LEASE_SECONDS)
    endpoint = await desk.endpoint()
    event_id = await desk.happens()
    repository = desk.webhooks.repository
    whole = getattr(repository, part)
    setattr(repository, part, Dies(whole, at, when))
    with pytest.raises(Killed):
        await desk.send()
    setattr(repository, part, whole)

    async def is_delivered() -> bool:
        await desk.send()
        return bool(await desk.log(endpoint, state="delivered"))

    await eventually(is_delivered)
    assert receiver.ids() == [event_id] * times
    assert len((await desk.log(endpoint))[0]["attempts"]) == 1


@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_it_hears_an_event_is_kept_once(
    desk: Desk, receiver: Receiver, when: str
) -> None:
    await desk.endpoint()
    event = desk.event()
    repository = desk.webhooks.repository
    whole = repository.deliveries
    repository.deliveries = Dies(whole, "add", when)  # type: ignore[assignment]  # stands in
    with pytest.raises(Killed):
        await desk.hear(event)
    repository.deliveries = whole
    assert await desk.rows() == []
    await desk.hear(event)
    await desk.send()
    assert receiver.ids() == [event.id]


async def test_what_is_leased_is_left_alone_until_the_lease_runs_out(
    desk: Desk, receiver: Receiver
) -> None:
    endpoint = await desk.endpoint()
    await desk.happens()
    deliveries = desk.webhooks.repository.deliveries
    assert await deliveries.take(endpoint["id"], 60.0) is not None
    await desk.send()
    assert receiver.got == []


async def test_whoever_has_lost_its_lease_writes_nothing_down(
    desk: Desk, receiver: Receiver
) -> None:
    endpoint = await desk.endpoint()
    await desk.happens()
    deliveries, taken = desk.webhooks.repository.deliveries, list[Delivery]()

    async def both_have_taken_it() -> bool:
        found = await deliveries.take(endpoint["id"], 60.0 if taken else 0.05)
        taken.extend([found] if found else [])
        return len(taken) == 2

    await eventually(both_have_taken_it)
    late, current = taken
    await sending.deliver(desk.webhooks, current)
    receiver.answer("/", 500)
    await sending.deliver(desk.webhooks, late)
    assert len(receiver.ids()) == 2
    assert len(await desk.log(endpoint, state="delivered")) == 1
    assert (await desk.shown(endpoint))["failing_since"] is None


async def test_two_replicas_share_the_work(desk: Desk, receiver: Receiver) -> None:
    paths = [f"/{number}" for number in range(4)]
    for path in paths:
        await desk.endpoint(path)
    first, second = Couriers(desk.webhooks), Couriers(desk.with_(bell=asyncio.Event()).webhooks)
    async with running(first, second):
        said = [await desk.happens(subject=f"c{number}") for number in range(20)]

        async def is_all_there() -> bool:
            return len(receiver.got) >= len(paths) * len(said)

        await eventually(is_all_there)
    for path in paths:
        assert sorted(receiver.ids(path)) == sorted(said)
