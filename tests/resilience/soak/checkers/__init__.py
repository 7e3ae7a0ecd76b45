"""Whether what happened may happen: pure functions over a record and what is stored afterwards.

Each yields its violations, with the evidence; none of them knows how the run was made.
"""

from collections.abc import Callable, Iterator

from tests.resilience.soak.checkers import (
    acknowledged,
    guard,
    isolation,
    notifications,
    order,
    pages,
    said,
    tickets,
    trash,
    webhooks,
)
from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Stored

Checker = Callable[[Record, Stored], Iterator[str]]

CHECKERS: dict[str, Checker] = {
    "acknowledged": acknowledged.violations,
    "order": order.violations,
    "pages": pages.violations,
    "guard": guard.violations,
    "said": said.violations,
    "tickets": tickets.violations,
    "trash": trash.violations,
    "notifications": notifications.violations,
    "webhooks": webhooks.violations,
    "isolation": isolation.violations,
}


def check(record: Record, stored: Stored) -> dict[str, list[str]]:
    """The violations by checker; only those that have any."""
    found = {name: list(checker(record, stored)) for name, checker in CHECKERS.items()}
    return {name: violations for name, violations in found.items() if violations}
