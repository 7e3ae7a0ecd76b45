"""What many are to hear is offered to some at a time, in one order for all."""

import asyncio
from typing import cast

from gateway.live.rounds import MOST, SLICE, Rounds
from gateway.live.socket import Socket
from tests.eventually import eventually
from tests.unit.gateway.takers import Taker


class Offered:
    """Rounds for some sockets."""

    def __init__(self, sockets: int) -> None:
        self.takers = [Taker() for _ in range(sockets)]
        self.rounds = Rounds()

    def offer(self, *frames: str) -> None:
        for frame in frames:
            self.rounds.offer(frame, cast(list[Socket], self.takers))

    def have(self, *frames: str) -> int:
        """How many have been offered exactly these."""
        return [taker.frames for taker in self.takers].count([*frames])

    async def all_have(self, *frames: str) -> None:
        async def is_so() -> bool:
            return self.have(*frames) == len(self.takers)

        await eventually(is_so, seconds=5)


async def test_few_are_offered_it_at_once() -> None:
    offered = Offered(SLICE - 1)
    offered.offer("one", "two")
    assert offered.have("one", "two") == SLICE - 1


async def test_whatever_comes_meanwhile_comes_between_two_slices() -> None:
    offered = Offered(5 * SLICE)
    had: list[int] = []
    offered.offer("one")
    asyncio.get_running_loop().call_soon(lambda: had.append(offered.have("one")))
    await offered.all_have("one")
    assert had[0] < 5 * SLICE


async def test_all_hear_everything_once_and_in_the_same_order() -> None:
    offered = Offered(3 * SLICE + 1)
    offered.offer("one", "two")
    await asyncio.sleep(0)
    offered.offer("three")
    await offered.all_have("one", "two", "three")


async def test_who_comes_later_hears_only_what_is_said_later() -> None:
    offered = Offered(2 * SLICE)
    offered.offer("one")
    offered.takers.append(late := Taker())
    offered.offer("two")

    async def has_heard() -> bool:
        return bool(late.frames)

    await eventually(has_heard, seconds=5)
    assert late.frames == ["two"]


async def test_where_more_is_heard_than_offered_hearing_waits() -> None:
    offered = Offered(2 * SLICE)
    frames = [f"frame {number}" for number in range(2 * MOST)]
    offered.offer(*frames)
    assert all(len(taker.frames) >= MOST - 1 for taker in offered.takers)
    await offered.all_have(*frames)


async def test_the_more_rounds_wait_the_more_is_offered_at_a_time() -> None:
    offered = Offered(5 * SLICE)
    frames = [f"frame {number}" for number in range(MOST)]
    offered.offer(*frames)
    for _ in range(MOST):  # each of them alone would take five
        await asyncio.sleep(0)
    assert offered.have(*frames) == 5 * SLICE
