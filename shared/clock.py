"""Time and ids, the two things that domain code is given and never makes."""

from collections.abc import Callable
from datetime import UTC, datetime

import uuid_utils

Clock = Callable[[], datetime]


def now() -> datetime:
    """The moment in UTC, cut to milliseconds: what the database keeps and the wire says."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id() -> str:
    """A UUIDv7: unique, and sorted by the time it was made."""
    return str(uuid_utils.uuid7())


def made_at(id_: str) -> datetime:
    """When ``new_id`` made it, by the clock of whoever did."""
    return datetime.fromtimestamp(uuid_utils.UUID(id_).timestamp / 1000, UTC)
