"""When there is another attempt, and when there is none."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.patience import IMPATIENT, Patience, retry_after_seconds

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PATIENCE = Patience(5.0, 900.0, 43_200.0)


def test_pauses_double_up_to_the_longest() -> None:
    assert [PATIENCE.pause(n) for n in (1, 2, 3, 20)] == [5.0, 10.0, 20.0, 900.0]


def test_who_says_retry_after_is_not_asked_before() -> None:
    assert PATIENCE.next_pause(1, NOW, NOW, at_least=60.0) == 60.0
    assert PATIENCE.next_pause(20, NOW, NOW, at_least=60.0) == 900.0


def test_it_is_tried_for_hours_and_then_given_up() -> None:
    assert PATIENCE.next_pause(40, NOW, NOW + timedelta(hours=11)) == 900.0
    assert PATIENCE.next_pause(50, NOW, NOW + timedelta(hours=12)) is None


def test_who_waits_for_the_answer_gets_one_attempt() -> None:
    assert IMPATIENT.next_pause(1, NOW, NOW) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        ("Sunday, 01-Mar-26 12:00:30 GMT", 30.0),
        ("Sun Mar  1 12:00:30 2026", 30.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        (None, 0.0),
        ("", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("1.5", 0.0),
        (f"Sun, 01 Mar {'9' * 40} 12:00:30 GMT", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_else_nothing(
    header: str | None, seconds: float
) -> None:
    assert retry_after_seconds(header, NOW) == seconds
