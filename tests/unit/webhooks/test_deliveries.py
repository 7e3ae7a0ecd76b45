"""What an attempt makes of a delivery."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.webhooks.domain import deliveries
from services.webhooks.domain.deliveries import Attempt, Delivery
from shared.patience import Patience

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PATIENCE = Patience(5.0, 3600.0, 3 * 24 * 3600.0)
PENDING = Delivery("d", "w", "e", "event", "conversation.closed.v1", "c", NOW)


def an_attempt(error: str | None = None, after: timedelta = timedelta()) -> Attempt:
    return Attempt(NOW + after, 500 if error else 204, 12, error)


def test_a_good_answer_is_the_end_of_it() -> None:
    after, pause = deliveries.attempted(PENDING, an_attempt(), PATIENCE)
    assert (after.state, pause) == ("delivered", None)
    assert after.attempts == (an_attempt(),)


def test_after_a_bad_one_it_is_tried_again_later_and_later() -> None:
    after, pauses = PENDING, []
    for _ in range(12):
        after, pause = deliveries.attempted(after, an_attempt("It answered 500."), PATIENCE)
        pauses.append(pause)
    assert after.state == "pending"
    assert pauses == [5.0 * 2**n for n in range(10)] + [3600.0, 3600.0]


def test_an_endpoint_that_asks_for_time_gets_it_up_to_the_longest_pause() -> None:
    busy = an_attempt("It answered 429.")
    for asked, given in ((0.0, 5.0), (2.0, 5.0), (90.0, 90.0), (86_400.0, 3600.0)):
        after, pause = deliveries.attempted(PENDING, busy, PATIENCE, asked)
        assert (after.state, pause) == ("pending", given)


def test_in_the_end_it_has_failed() -> None:
    first, _ = deliveries.attempted(PENDING, an_attempt("It answered 500."), PATIENCE)
    late = an_attempt("It answered 502.", timedelta(days=3))
    assert deliveries.attempted(first, late, PATIENCE)[0].state == "failed"


def test_of_many_attempts_the_last_are_kept() -> None:
    after = PENDING
    for minute in range(150):
        attempt = an_attempt("It answered 500.", timedelta(minutes=minute))
        after, _ = deliveries.attempted(after, attempt, PATIENCE)
    assert len(after.attempts) == deliveries.ATTEMPTS_KEPT
    assert after.attempts[-1].at == NOW + timedelta(minutes=149)
    assert after.failures == 150


def test_a_test_is_tried_once() -> None:
    tested = replace(PENDING, event_type="webhook.tested.v1")
    for asked in (0.0, 60.0):
        after, pause = deliveries.attempted(tested, an_attempt("It answered 429."), PATIENCE, asked)
        assert (after.state, pause) == ("failed", None)
