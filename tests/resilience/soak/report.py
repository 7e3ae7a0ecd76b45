"""What a run did and found, as text."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tests.resilience.soak.record import Operation, Record, Strike
from tests.resilience.soak.run import Verdict

SHOWN = 5
"""How many violations of a checker are shown; the record has the evidence for the rest."""


def report(verdict: Verdict) -> str:
    """Operations by outcome, faults by kind with the recovery from them, violations."""
    return "\n".join(
        [
            *_operations(verdict.record),
            *_faults(verdict.record),
            f"  {verdict.seconds:.0f} s of work, {verdict.rested_seconds:.0f} s until it rested",
            *(f"  still moving: {one}" for one in verdict.moving),
            *_violations(verdict.violations),
        ]
    )


def _operations(record: Record) -> Iterator[str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for operation in record.operations:
        counts[operation.kind][operation.outcome] += 1
    yield f"\n  {'operation':<20}{'ok':>8}{'failed':>8}{'unknown':>9}"
    for kind, outcomes in sorted(counts.items()):
        yield f"  {kind:<20}{outcomes['ok']:>8}{outcomes['failed']:>8}{outcomes['unknown']:>9}"
    pages = len(record.transcripts)
    carried = sum(len(transcript.carried) for transcript in record.transcripts)
    yield f"  {pages} pages followed, whose sockets carried {carried} messages"


def _faults(record: Record) -> Iterator[str]:
    by_kind: dict[str, list[Strike]] = defaultdict(list)
    for strike in record.strikes:
        by_kind[strike.kind].append(strike)
    acknowledged = sorted(
        (one for one in record.operations if one.outcome == "ok" and one.kind == "post"),
        key=lambda one: one.ended,
    )
    yield f"\n  {'fault':<32}{'times':>8}  longest to the next acknowledged message; whole again"
    for kind, strikes in sorted(by_kind.items()):
        longest = max(_recovery(strike, acknowledged) for strike in strikes)
        whole = max(strike.whole - strike.ended for strike in strikes)
        yield f"  {kind:<32}{len(strikes):>8}{longest:>9.2f} s{whole:>8.2f} s"
    yield ""


def _recovery(strike: Strike, acknowledged: Sequence[Operation]) -> float:
    """Seconds from the end of a fault to the next acknowledgement of what was asked after it."""
    later = (one.ended for one in acknowledged if one.invoked >= strike.ended)
    return min(later, default=float("inf")) - strike.ended


def _violations(violations: dict[str, list[str]]) -> Iterator[str]:
    if not violations:
        yield "  no violation"
    for checker, found in violations.items():
        yield f"  {checker}: {len(found)} violations"
        yield from (f"    {one[:600]}" for one in found[:SHOWN])
