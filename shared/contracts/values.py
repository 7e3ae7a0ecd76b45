"""Scalar types and base models that every contract is built from."""

from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

Item = TypeVar("Item")

TEXT_LIMIT = 10_000
"""Longest message text, in characters."""

FILE_LIMIT_BYTES = 20 * 1024 * 1024
"""Largest attachment, in bytes."""

FILES_PER_MESSAGE = 10


def _as_utc_milliseconds(moment: datetime) -> datetime:
    """The same moment in UTC, cut to milliseconds, the precision that the database keeps. Raises
    ``ValueError`` for one that UTC puts before the first year or behind the last.
    """
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("no moment of the calendar") from None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


Timestamp = Annotated[
    AwareDatetime,
    AfterValidator(_as_utc_milliseconds),
    PlainSerializer(_rfc3339, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment: UTC, RFC 3339 with milliseconds on the wire."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
"""A resource's id: a time-ordered UUIDv7 where Parley made it."""

ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]
"""What a client calls its own create, so that a retry changes nothing."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Request(BaseModel):
    """What a client sends: exact types and no unknown fields."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Wire(BaseModel):
    """What Parley says: readers ignore fields that they do not know.

    Built from domain values of the same attribute names; only fields declared here leave.
    """

    model_config = ConfigDict(from_attributes=True, extra="ignore", frozen=True)


class Page(Wire, Generic[Item]):
    """One page of a list; ``next_cursor`` is null on the last one."""

    items: list[Item]
    next_cursor: str | None = None
