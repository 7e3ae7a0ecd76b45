"""The one base of every error that a caller is told about.

A refusal has a stable name and a status; ``shared.app`` turns it into ``problem+json``, once.
"""

from typing import ClassVar


class Refusal(Exception):
    """Why something was not done. ``members`` go into the problem beside the standard ones."""

    slug: ClassVar[str]
    title: ClassVar[str]
    status: ClassVar[int]

    def __init__(self, detail: str | None = None, **members: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.members = members


class Invalid(Refusal):
    """The request makes no sense as it stands."""

    slug, title, status = "invalid", "The request is not valid", 422


class Unauthenticated(Refusal):
    """Nobody, or nobody any more, stands behind the request."""

    slug, title, status = "unauthenticated", "Sign in first", 401


class Forbidden(Refusal):
    """The caller is known and may not do this."""

    slug, title, status = "forbidden", "Not allowed", 403


class NotFound(Refusal):
    """No such thing, or none that the caller may know of: the two look the same."""

    slug, title, status = "not-found", "Not found", 404


class Conflict(Refusal):
    """The state of the thing does not allow it now."""

    slug, title, status = "conflict", "Not possible in this state", 409


class TooLarge(Refusal):
    """The body is over its limit; ``limit_bytes`` says which."""

    slug, title, status = "too-large", "Too large", 413


class RateLimited(Refusal):
    """Too many of these for now; ``retry_after`` in seconds."""

    slug, title, status = "rate-limited", "Too many requests", 429


class Unavailable(Refusal):
    """Something needed does not answer; trying again is safe. ``retry_after`` in seconds."""

    slug, title, status = "unavailable", "Not available right now", 503
