"""What changes often is offered a few times a second, and together."""

import json
from typing import cast

import pytest

from gateway.live import gathering
from gateway.live.gathering import FEW, SLICE, Gathering
from gateway.live.socket import Socket
from tests.eventually import eventually
from tests.unit.gateway.takers import Taker

TYPE = "presence.changed.v1"


def frame(subject: str, sequence: int) -> str:
    return json.dumps({"type": TYPE, "subject": subject, "sequence": sequence})


class Offered:
    """A gathering for some sockets, and what the last of them was offered."""

    def __init__(self, sockets: int = 1) -> None:
        self.takers = [Taker() for _ in range(sockets)]
        self.gathering = Gathering(lambda: cast(list[Socket], self.takers))

    @property
    def frames(self) -> list[str]:
        return self.takers[-1].frames

    def add(self, subject: str, sequence: int = 1) -> None:
        self.gathering.add((TYPE, subject), sequence, frame(subject, sequence))

    async def becomes(self, *frames: str) -> None:
        async def is_so() -> bool:
            return self.frames == [*frames]

        await eventually(is_so, seconds=5)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "GATHER_SECONDS", 0.05)


async def test_the_first_change_leaves_at_once_and_the_next_after_a_moment() -> None:
    offered = Offered()
    offered.add("c1")
    assert offered.frames == [frame("c1", 1)]
    offered.add("c2")
    assert len(offered.frames) == 1
    await offered.becomes(frame("c1", 1), frame("c2", 1))


async def test_of_what_waits_only_the_newest_of_each_subject_leaves() -> None:
    offered = Offered()
    offered.add("c0")
    for subject, sequence in (("c1", 2), ("c1", 4), ("c1", 3), ("c2", 1)):
        offered.add(subject, sequence)
    await offered.becomes(frame("c0", 1), frame("c1", 4), frame("c2", 1))


async def test_many_leave_together_in_one_frame() -> None:
    offered = Offered()
    offered.add("c0")
    many = [f"c{number}" for number in range(1, FEW + 2)]
    for subject in many:
        offered.add(subject)

    async def have_left() -> bool:
        return len(offered.frames) == 2

    await eventually(have_left, seconds=5)
    together = json.loads(offered.frames[1])
    assert together["type"] == "gathered"
    assert [one["subject"] for one in together["frames"]] == many


async def test_after_a_pause_the_first_leaves_at_once_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gathering, "GATHER_SECONDS", 0.001)
    offered = Offered()
    offered.add("c1")

    async def leaves_at_once() -> bool:
        before = len(offered.frames)
        offered.add("c2", before)
        return len(offered.frames) == before + 1

    await eventually(leaves_at_once, seconds=5)


async def test_many_sockets_get_theirs_slice_by_slice_and_all_of_them_everything_once() -> None:
    offered = Offered(sockets=2 * SLICE + 1)
    offered.add("c1", 1)
    offered.add("c1", 2)
    assert [len(taker.frames) for taker in offered.takers].count(1) == SLICE
    await offered.becomes(frame("c1", 1), frame("c1", 2))
    assert all(taker.frames == offered.frames for taker in offered.takers)
