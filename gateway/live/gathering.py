"""Offers what changes often, and only counts as it is now, a few times a second and together.

A hundred agents who each move every few seconds are thousands of frames a second for the hundred
who hear of it, and messages would have to wait behind those.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence

from gateway.live.socket import Socket

GATHER_SECONDS = 0.4
FEW = 16
"""So many at a time still go one by one, as every other frame does."""

SLICE = 10
SLICE_SECONDS = 0.005
"""So many sockets get theirs at a time: in between, whatever else comes goes first."""

Key = tuple[str, str]
"""A type and a subject."""


class Gathering:
    """The first change leaves at once; those that follow wait for their turn, and of each key only
    the newest does. ``sockets`` says whom to offer it.
    """

    def __init__(self, sockets: Callable[[], Sequence[Socket]]) -> None:
        self._sockets = sockets
        self._waiting: dict[Key, tuple[int, str]] = {}
        self._turn: asyncio.TimerHandle | None = None

    def add(self, key: Key, sequence: int, frame: str) -> None:
        """Offer ``frame`` in its turn, unless something newer of ``key`` waits already."""
        waiting = self._waiting.get(key)
        if waiting is None or waiting[0] <= sequence:
            self._waiting[key] = sequence, frame
        if self._turn is None:
            self._leave()

    def _leave(self) -> None:
        self._turn = None
        if not self._waiting:
            return
        frames = _together([frame for _, frame in self._waiting.values()])
        self._waiting.clear()
        self._offer(frames, iter(self._sockets()))

    def _offer(self, frames: Sequence[str], sockets: Iterator[Socket]) -> None:
        """To some now, to the others a moment later; the next turn begins after the last."""
        count = 0
        for count, socket in enumerate(sockets, 1):
            for frame in frames:
                socket.offer(frame)
            if count == SLICE:
                break
        loop = asyncio.get_running_loop()
        if count == SLICE:
            self._turn = loop.call_later(SLICE_SECONDS, self._offer, frames, sockets)
        else:
            self._turn = loop.call_later(GATHER_SECONDS, self._leave)


def _together(frames: Sequence[str]) -> Sequence[str]:
    if len(frames) <= FEW:
        return frames
    return [f'{{"type":"gathered","frames":[{",".join(frames)}]}}']
