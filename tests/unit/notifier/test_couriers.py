"""Couriers send what is due, a few pieces at a time, and end what they have begun."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from services.notifier.domain.deliveries import Dispatch
from services.notifier.use_cases import couriers
from services.notifier.use_cases.couriers import AT_ONCE, Couriers
from tests.eventually import eventually


def a_dispatch(number: int) -> Dispatch:
    return Dispatch(
        id=str(number),
        workspace_id="w1",
        purpose="new_conversation",
        channel="email",
        agent_id="ann",
        attempts=0,
        first_tried_at=None,
        reached=(),
        lease="l1",
    )


class Post:
    """What is due, and what becomes of it once a test lets it be sent."""

    def __init__(self, *numbers: int) -> None:
        self.due = [a_dispatch(number) for number in numbers]
        self.begun: list[str] = []
        self.sent: list[str] = []
        self.looks = 0
        self.may_arrive = asyncio.Event()

    async def take(self) -> Dispatch | None:
        self.looks += 1
        return self.due.pop(0) if self.due else None

    async def send(self, dispatch: Dispatch) -> None:
        self.begun.append(dispatch.id)
        await self.may_arrive.wait()
        self.sent.append(dispatch.id)

    async def has_begun(self, count: int) -> None:
        async def has() -> bool:
            return len(self.begun) == count

        await eventually(has)


@asynccontextmanager
async def working(post: Post) -> AsyncIterator[Couriers]:
    """Couriers who have begun; they are stopped in the end."""
    working = Couriers("email", post.take, post.send)
    await working.start()
    yield working
    await working.stop()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(couriers, "POLL_SECONDS", 0.01)


async def test_no_more_is_taken_than_can_be_sent_at_once() -> None:
    post = Post(*range(AT_ONCE + 1))
    async with working(post):
        await post.has_begun(AT_ONCE)
        assert len(post.due) == 1
        post.may_arrive.set()
        await post.has_begun(AT_ONCE + 1)
    assert len(post.sent) == AT_ONCE + 1


async def test_they_stop_when_what_they_send_has_arrived_and_take_nothing_new() -> None:
    post = Post(*range(AT_ONCE + 1))
    async with working(post):
        await post.has_begun(AT_ONCE)
        asyncio.get_running_loop().call_soon(post.may_arrive.set)
    assert (len(post.sent), len(post.due)) == (AT_ONCE, 1)


async def test_while_nothing_is_due_one_looks_for_all_of_them_again_and_again() -> None:
    post = Post()
    async with working(post):

        async def has_looked() -> bool:
            return post.looks > 2

        await eventually(has_looked)
        post.due.append(a_dispatch(7))
        await post.has_begun(1)
        post.may_arrive.set()
    assert post.sent == ["7"]


async def test_they_outlive_what_fails() -> None:
    post = Post(1)

    async def fail(_: Dispatch) -> None:
        post.begun.append("fails")
        raise RuntimeError("no")

    failing = Couriers("email", post.take, fail)
    await failing.start()
    await post.has_begun(1)
    await failing.ping()
    await failing.stop()
