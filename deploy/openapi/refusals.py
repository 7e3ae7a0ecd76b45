"""What any route of a kind may refuse, besides what it says itself; by slug and title."""

from collections.abc import Iterator

from deploy.openapi.routes import Public
from gateway.api.access import CrossOrigin
from gateway.api.passing import ClientTooSlow
from shared.refusals import (
    Invalid,
    NotFound,
    Refusal,
    TooLarge,
    Unauthenticated,
    Unavailable,
)

_SAFE = {"GET"}


def usual(public: Public, *, has_body: bool, has_query: bool) -> Iterator[type[Refusal]]:
    """Refusals of the gateway on the way to ``public``, and of the framework that reads it."""
    yield from _of_caller(public)
    if "{" in public.route.path:
        yield NotFound
    if has_body:
        yield TooLarge
        yield ClientTooSlow
    if has_body or has_query:
        yield Invalid
    yield Unavailable


def _of_caller(public: Public) -> Iterator[type[Refusal]]:
    if public.caller:
        yield Unauthenticated
    if public.caller == "agent" and public.method not in _SAFE:
        yield CrossOrigin
    yield from public.refuses
