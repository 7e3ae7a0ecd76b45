"""How the checks of a suite are run: side by side, in order, and none is forgotten."""

import threading

import pytest

from tests import checks

PATIENCE_SECONDS = 10.0


def fine() -> None:
    """A check that passes."""


def bad() -> None:
    """A check that does not."""
    raise checks.Failed("what it said")


def test_two_checks_go_on_at_once() -> None:
    meeting = threading.Barrier(2)

    def meets() -> None:
        meeting.wait(PATIENCE_SECONDS)

    assert checks.failed(checks.Suite({}, {"one": meets, "other": meets})) == []


def test_one_that_fails_is_named_with_what_it_said_and_the_others_go_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    suite = checks.Suite({"before": fine}, {"one": fine, "two": bad, "three": fine})
    assert checks.failed(suite) == ["two"]
    printed = capsys.readouterr().out
    assert "what it said" in printed
    assert all(name in printed for name in ("before", "one", "three"))


def test_nothing_is_checked_where_it_could_not_be_prepared() -> None:
    checked: list[str] = []
    suite = checks.Suite({"before": bad}, {"one": lambda: checked.append("one")})
    assert checks.failed(suite) == ["before"]
    assert checked == []
