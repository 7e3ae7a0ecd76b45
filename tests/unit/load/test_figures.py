"""What a run comes down to."""

import subprocess
import sys

import pytest

from tests.load import aims, machine, page, windows
from tests.load.aims import Aim
from tests.load.chatting import Outcome, pooled

MACHINE = {
    "processor": "A processor",
    "cores": 2,
    "memory_gib": 24,
    "kernel": "6.1",
    "python": "3.11",
    "day": "2026-11-28",
}
LATENCY = {"count": 300, "p50": 12.34, "p95": 20.0, "p99": 30.0}


def an_outcome(*milliseconds: float) -> Outcome:
    seconds = tuple(one / 1000 for one in milliseconds)
    return Outcome(20, seconds, seconds, failed=1, unseen=0)


def test_the_ratio_is_that_of_all_windows_together_and_each_pair_has_its_own() -> None:
    compared = windows.Compared([an_outcome(10), an_outcome(40)], [an_outcome(20), an_outcome(60)])
    assert compared.ratio == 1.5
    assert compared.ratios == [2.0, 1.5]


def test_pooled_runs_count_every_message_and_every_failure() -> None:
    both = pooled([an_outcome(1, 2), an_outcome(3)])
    assert both.delivery.count == 3
    assert both.failed == 2


@pytest.mark.parametrize(
    ("aim", "figure", "is_met"),
    [
        (Aim("", ("a",), most=1.1), 1.1, True),
        (Aim("", ("a",), most=1.1), 1.11, False),
        (Aim("", ("a",), least=300), 250, False),
        (Aim("", ("a",)), 1e9, True),
    ],
)
def test_a_target_is_missed_beyond_its_limit(aim: Aim, figure: float, *, is_met: bool) -> None:
    assert aim.is_met(figure) is is_met


def test_a_figure_stands_beside_its_target_and_what_was_not_measured_is_left_out() -> None:
    run = {"idle": {"sockets": 4_000}, "storm": {"missing": 0}}
    assert [*aims.rows(run)] == [
        ("Idle sockets on one gateway", "4000", "≥ 5000", "missed"),
        ("… sockets missing then", "0", "≤ 0", ""),
    ]


def test_the_page_is_written_anew_around_what_was_typed() -> None:
    storm = {"missing": 3, "others_percent": 12.0}
    run = {"machine": MACHINE, "storm": storm, "rates": {"floor": {"hop": LATENCY}}}
    typed = f"# Title\n\n{page.BEGINS}\n\nold\n\n{page.ENDS}\n\nThe end.\n"
    once = page.written(typed, run)
    assert once.startswith("# Title\n")
    assert once.endswith("\n\nThe end.\n")
    assert "old" not in once
    assert "| … sockets missing then | 3 | ≤ 0 | missed |" in once
    assert "| rates, floor, hop | 12.3 | 20.0 | 30.0 | 300 |" in once
    assert "Of the processors others used meanwhile: `storm` 12 %." in once
    assert page.written(once, run) == once


def test_what_a_run_did_not_measure_stays_unless_it_was_another_machine() -> None:
    before = {"machine": MACHINE | {"day": "2026-11-01"}, "idle": {"sockets": 9}, "costs": {}}
    run = {"machine": MACHINE, "rates": {"ratio_to_floor": 2.0}, "idle": {"sockets": 8}}
    assert page.merged(before, run) == {**before, **run}
    assert [*page.merged(before, run)] == ["machine", "rates", "costs", "idle"]
    elsewhere = before | {"machine": MACHINE | {"cores": 64}}
    assert page.merged(elsewhere, run) == run


def test_what_a_child_used_is_ours_after_its_end_too() -> None:
    before = machine.own_seconds()
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-c", busy], check=True)
    assert machine.own_seconds() - before >= 0.2  # the kernel counts in hundredths
