"""Messages without something and beside it, in turns, so that what else a machine does falls on
both alike.

A 99th percentile of a few hundred messages is mostly chance. So the windows of a kind are pooled,
the order ABBA cancels what grows steadily, and the ratio of each pair tells how far chance still
goes.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from deploy.local import screen
from tests.load import figures
from tests.load.bench import Json
from tests.load.chatting import Chat, Outcome, pooled

RATE = 20
SECONDS = 20
ORDER = (False, True, True, False) * 2
"""Whether each window is beside it."""

Beside = Callable[[], AbstractAsyncContextManager[object]]


@dataclass(frozen=True, slots=True)
class Compared:
    """The windows of each kind, in the order in which they were."""

    without: Sequence[Outcome]
    beside: Sequence[Outcome]

    @property
    def ratio(self) -> float:
        """Delivery p99 beside it, over without."""
        return _ratio(pooled(self.beside), pooled(self.without))

    @property
    def ratios(self) -> list[float]:
        """The same of each pair of windows."""
        return [_ratio(*pair) for pair in zip(self.beside, self.without, strict=True)]

    def plain(self) -> Json:
        """For JSON."""
        return {
            "without": pooled(self.without).plain(),
            "beside": pooled(self.beside).plain(),
            "ratio": self.ratio,
            "ratios": self.ratios,
        }


async def compare(chat: Chat, beside: Beside) -> Compared:
    """A window of each kind in turn. What ``beside`` makes is under way within its context, and no
    trace of it is left afterwards.
    """
    without, with_it = [], []
    async with chat.listening():
        await chat.run(RATE, 1)
        for is_beside in ORDER:
            if is_beside:
                async with beside():
                    with_it.append(await chat.run(RATE, SECONDS))
            else:
                without.append(await chat.run(RATE, SECONDS))
    return Compared(without, with_it)


def report(title: str, found: Compared) -> None:
    """Print both kinds and their ratio."""
    rows = {
        "send → seen, without": pooled(found.without).delivery,
        "send → seen, beside it": pooled(found.beside).delivery,
    }
    screen.say(figures.table(f"{title} (ms)", rows))
    low, high = min(found.ratios), max(found.ratios)
    screen.say(f"p99 beside / without: {found.ratio:.2f} (pairs: {low:.2f} to {high:.2f})")


def _ratio(one: Outcome, other: Outcome) -> float:
    return round(one.delivery.p99 / other.delivery.p99, 2)
