"""What is slow or dead holds up nothing but itself."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from services.webhooks.use_cases.couriers import PER_ENDPOINT, Couriers
from tests.eventually import eventually
from tests.integration.shared.conftest import running
from tests.integration.webhooks.conftest import Desk
from tests.integration.webhooks.receiver import Receiver


@pytest.fixture
async def couriers(desk: Desk) -> AsyncIterator[Couriers]:
    """At work."""
    couriers = Couriers(desk.webhooks)
    async with running(couriers):
        yield couriers


async def test_an_endpoint_that_hangs_holds_up_nobody_else(
    desk: Desk, receiver: Receiver, couriers: Couriers
) -> None:
    receiver.hanging.add("/slow")
    slow, _ = await desk.endpoint("/slow"), await desk.endpoint("/quick")
    began = time.monotonic()
    said = [await desk.happens(subject=f"c{number}") for number in range(30)]

    async def is_told() -> bool:
        return len(receiver.ids("/quick")) == len(said)

    await eventually(is_told)
    # Well within the two seconds that the slow one has for each of its thirty.
    assert time.monotonic() - began < 10.0
    # What was given up may still be on the line when the next ones come.
    assert receiver.most["/slow"] <= 2 * PER_ENDPOINT
    states = {item["state"] for item in await desk.log(slow)}
    assert "delivered" not in states


async def test_one_that_fails_is_called_once_at_a_time(
    desk: Desk, receiver: Receiver, couriers: Couriers
) -> None:
    receiver.answer("/failing", 500)
    failing = await desk.endpoint("/failing")
    await desk.happens()

    async def has_failed() -> bool:
        return (await desk.shown(failing))["failing_since"] is not None

    await eventually(has_failed)
    receiver.hanging.add("/failing")
    await desk.endpoint("/quick")
    said = [await desk.happens(subject=f"c{number}") for number in range(20)]

    async def is_told() -> bool:
        return len(receiver.ids("/quick")) == len(said) and receiver.under_way["/failing"] > 0

    await eventually(is_told)
    assert receiver.most["/failing"] == 1


async def test_stopped_it_finishes_what_is_under_way(desk: Desk, receiver: Receiver) -> None:
    endpoint = await desk.endpoint()
    receiver.hanging.add("/")
    couriers = Couriers(desk.webhooks)
    await couriers.start()
    await desk.happens()

    async def is_under_way() -> bool:
        return receiver.under_way["/"] == 1

    await eventually(is_under_way)
    stopping = asyncio.create_task(couriers.stop())
    receiver.hanging.clear()
    await stopping
    assert (await desk.log(endpoint))[0]["state"] == "delivered"
