"""What a measurement comes down to, and how a table of them is printed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds; ``count`` samples."""

    count: int
    p50: float
    p95: float
    p99: float


def latency(seconds: Iterable[float]) -> Latency:
    """The percentiles of durations in seconds. Raises ``ValueError`` where there are none."""
    ordered = sorted(seconds)
    if not ordered:
        raise ValueError("nothing was measured")
    return Latency(len(ordered), *(_percentile(ordered, share) for share in (0.5, 0.95, 0.99)))


def _percentile(ordered: Sequence[float], share: float) -> float:
    index = min(len(ordered) - 1, int(share * len(ordered)))
    return round(ordered[index] * 1000, 2)


def table(title: str, rows: Mapping[str, Latency]) -> str:
    """Rows of latencies under a title."""
    lines = [f"\n{title:<44}{'p50':>9}{'p95':>9}{'p99':>9}{'count':>8}"]
    lines += [
        f"{name:<44}{row.p50:>9.2f}{row.p95:>9.2f}{row.p99:>9.2f}{row.count:>8}"
        for name, row in rows.items()
    ]
    return "\n".join(lines)


def plain(rows: Mapping[str, Latency]) -> dict[str, Any]:
    """The same, for JSON."""
    return {name: asdict(row) for name, row in rows.items()}
