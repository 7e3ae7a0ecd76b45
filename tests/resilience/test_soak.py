"""``make soak`` in short: people at work, faults by a seed, and nothing that must never happen."""

from pathlib import Path

import pytest

from tests.resilience.soak.report import report
from tests.resilience.soak.run import Plan, run

PLAN = Plan(
    seed=4,
    seconds=40.0,
    kinds=(
        *("kill", "pause", "cut", "drop", "close connections"),
        *("dies committed, not said", "dies calling"),
    ),
    longest_seconds=3.0,
    rest_seconds=90.0,
)
ENOUGH = 50
"""Acknowledged messages, so that there was something to lose."""


@pytest.mark.slow
async def test_a_short_run_with_faults_violates_nothing(tmp_path: Path) -> None:
    verdict = await run(PLAN, tmp_path / "a system with faults")
    print(report(verdict))
    assert verdict.violations == {}
    assert verdict.moving == []
    operations = verdict.record.operations
    assert sum(one.kind == "post" and one.outcome == "ok" for one in operations) > ENOUGH
    assert len(verdict.record.strikes) > 2
