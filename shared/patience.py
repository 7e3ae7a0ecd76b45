"""How often and for how long something is tried again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the pauses between attempts are, doubling from the first to the longest, and for
    how long there are any.
    """

    first_seconds: float
    longest_seconds: float
    total_seconds: float

    def pause(self, failures: int) -> float:
        """Seconds to wait after the ``failures``-th failure."""
        return min(self.first_seconds * 2.0 ** min(failures - 1, 30), self.longest_seconds)

    def next_pause(
        self, failures: int, since: datetime, now: datetime, at_least: float = 0.0
    ) -> float | None:
        """Seconds until the next attempt, not fewer than ``at_least``; None when there is none.
        ``since``: the first attempt.
        """
        pause = max(self.pause(failures), at_least)
        waited = (now - since).total_seconds()
        return pause if waited + pause <= self.total_seconds and pause > 0 else None


IMPATIENT = Patience(0.0, 0.0, 0.0)
"""For whoever waits for the answer: one attempt."""


def retry_after_seconds(header: str | None, now: datetime) -> float:
    """What ``Retry-After`` asks for, in either of its forms; 0 when there is none that makes
    sense.
    """
    if not header:
        return 0.0
    if header.isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
        # One form names no zone, and means GMT as the others do.
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, OverflowError):
        return 0.0
