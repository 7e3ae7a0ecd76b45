"""Offers what was heard to many sockets, some at a time.

Two hundred of them take a hundredth of a second, and every answer that this process passes on would
have to wait for that.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice

from gateway.live.socket import Socket

SLICE = 20
"""So many sockets get theirs at a time; then whatever else has come meanwhile goes first."""

MOST = 50
"""Rounds that may wait: where more is heard than can be offered, hearing waits."""


class Rounds:
    """One after the other, so that all hear everything in the same order."""

    def __init__(self) -> None:
        self._rounds: deque[tuple[str, Iterator[Socket]]] = deque()

    def offer(self, frame: str, sockets: Iterable[Socket]) -> None:
        """Offer ``frame`` to those who are there now; few get it at once."""
        self._rounds.append((frame, iter([*sockets])))
        if len(self._rounds) == 1:
            self._go_on()
        while len(self._rounds) > MOST:
            self._offer_some()

    def _go_on(self) -> None:
        """The more rounds wait, the more slices go together: a busy loop turns seldom."""
        for _ in range(len(self._rounds)):
            self._offer_some()
        if self._rounds:
            asyncio.get_running_loop().call_soon(self._go_on)

    def _offer_some(self) -> None:
        frame, sockets = self._rounds[0]
        some = [*islice(sockets, SLICE)]
        for socket in some:
            socket.offer(frame)
        if len(some) < SLICE:
            self._rounds.popleft()
