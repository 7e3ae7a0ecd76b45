"""Errors on the wire: RFC 9457 ``application/problem+json`` with a stable ``type``."""

from pydantic import ConfigDict

from shared.contracts.values import Wire

CONTENT_TYPE = "application/problem+json"


class FieldError(Wire):
    """One thing wrong with one field; ``field`` is a dotted path such as ``body.text``."""

    field: str
    message: str


class Problem(Wire):
    """What went wrong and what to do about it.

    ``type`` is ``urn:parley:problem:<slug>`` and never changes its meaning. A problem may carry
    members of its own beside these, for instance ``plan_needed`` or ``limit_bytes``.
    """

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[FieldError] | None = None


def type_of(slug: str) -> str:
    """The stable ``type`` of the problem called ``slug``."""
    return f"urn:parley:problem:{slug}"
