"""One event for one endpoint, and what an attempt makes of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from shared import refusals
from shared.contracts.webhook_events import WebhookTested
from shared.contracts.webhooks import WebhookState
from shared.patience import IMPATIENT, Patience

State = WebhookState
ATTEMPTS_KEPT = 100
PURGED = "Its conversation was purged, and what it said with it."


class NothingToSend(refusals.Conflict):
    """What it said is not kept any more."""

    slug, title = "webhook-purged", "There is nothing left to send"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request: ``status`` is None without an answer, ``error`` where it was a good one."""

    at: datetime
    status: int | None
    milliseconds: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """``failures`` and ``tried_since`` are of the attempts since it was last asked for, ``lease``
    is whoever tries it now. ``body`` is read only to be sent, and ``has_body`` until it is purged.
    """

    id: str
    workspace_id: str
    endpoint_id: str
    event_id: str
    event_type: str
    subject: str
    created_at: datetime
    state: State = "pending"
    attempts: tuple[Attempt, ...] = ()
    due_at: datetime | None = None
    reason: str | None = None
    failures: int = 0
    tried_since: datetime | None = None
    lease: str | None = None
    has_body: bool = True
    body: bytes | None = None

    @property
    def is_test(self) -> bool:
        """Somebody waits for the answer, and wants to see this one."""
        return self.event_type == WebhookTested.event_type


def attempted(
    delivery: Delivery, attempt: Attempt, patience: Patience, retry_after_seconds: float = 0.0
) -> tuple[Delivery, float | None]:
    """After ``attempt``; with seconds until the next one, if there is one. Not fewer than the
    endpoint asked for, as far as that is no longer than the longest pause: then it is seen to live.
    """
    attempts = (*delivery.attempts, attempt)[-ATTEMPTS_KEPT:]
    if attempt.error is None:
        return replace(delivery, state="delivered", attempts=attempts, reason=None), None
    failures, since = delivery.failures + 1, delivery.tried_since or attempt.at
    given = IMPATIENT if delivery.is_test else patience
    at_least = min(retry_after_seconds, given.longest_seconds)
    pause = given.next_pause(failures, since, attempt.at, at_least)
    after = replace(delivery, attempts=attempts, failures=failures, tried_since=since)
    return replace(after, state="failed" if pause is None else "pending"), pause


def given_up(delivery: Delivery, reason: str) -> Delivery:
    """No attempt is made at all."""
    return replace(delivery, state="failed", reason=reason)
