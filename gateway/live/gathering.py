"""Offers what changes often, and only counts as it is now, a few times a second and together.

A hundred agents who each move every few seconds are thousands of frames a second for the hundred
who hear of it, and messages would have to wait behind those.
"""

import asyncio
from collections.abc import Callable

GATHER_SECONDS = 0.25
FEW = 4
"""So many at a time still go one by one, as every other frame does."""

Key = tuple[str, str]
"""A type and a subject."""


class Gathering:
    """The first change leaves at once; those that follow wait for their turn, and of each key only
    the newest does.
    """

    def __init__(self, offer: Callable[[str], None]) -> None:
        self._offer = offer
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
        frames = [frame for _, frame in self._waiting.values()]
        self._waiting.clear()
        if len(frames) <= FEW:
            for frame in frames:
                self._offer(frame)
        else:
            self._offer(f'{{"type":"gathered","frames":[{",".join(frames)}]}}')
        self._turn = asyncio.get_running_loop().call_later(GATHER_SECONDS, self._leave)
