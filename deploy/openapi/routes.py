"""Every public route, with who may call it: the gateway's own, and those of its table as the
services have them.
"""

import importlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from gateway import main
from gateway.api import access, forwarding, widget
from gateway.api.forwarding import Forwarded
from shared.refusals import Forbidden, Refusal

Caller = Literal["agent", "customer"]

_AGENTS: set[Callable[..., object] | None] = {access.signed_in, access.admin}


class NoRoute(LookupError):
    """The gateway forwards what no service has; the message says what."""


@dataclass(frozen=True, slots=True)
class Public:
    """One route; ``caller`` is ``None`` where anybody may call, and ``refuses`` what they may be
    refused with. ``behind`` is the service's route whose answer the gateway completes.
    """

    route: APIRoute
    caller: Caller | None
    refuses: Sequence[type[Refusal]] = ()
    behind: APIRoute | None = None

    @property
    def method(self) -> str:
        """``GET``."""
        return "".join(self.route.methods or ())


def public() -> list[Public]:
    """All of them, in the order of their paths."""
    found = [*_own(), *(_forwarded(entry) for entry in forwarding.TABLE)]
    return sorted(found, key=lambda each: (each.route.path, each.method))


def _own() -> Iterator[Public]:
    for route in _api_routes(main.ROUTERS):
        asked = set(_calls(route.dependant))
        caller: Caller | None = "agent" if asked & _AGENTS else None
        refuses = (Forbidden,) if access.admin in asked else ()
        yield Public(route, caller, refuses, _behind(route))


def _behind(route: APIRoute) -> APIRoute | None:
    if route.endpoint is not widget.start_conversation:
        return None
    return _service_route("chat", "POST", widget.STARTS)


def _forwarded(entry: Forwarded) -> Public:
    return Public(
        _service_route(entry.service, entry.method, entry.path),
        "customer" if entry.path.startswith("/widget/") else "agent",
        entry.refuses,
    )


def _service_route(service: str, method: str, path: str) -> APIRoute:
    """Raises ``NoRoute``."""
    http = importlib.import_module(f"services.{service}.http")
    routers = getattr(http, "ROUTERS", None) or (http.router,)
    for route in _api_routes(routers):
        if route.path == path and method in (route.methods or ()):
            return route
    raise NoRoute(f"{service} has no route {method} {path}")


def _api_routes(routers: tuple[APIRouter, ...]) -> Iterator[APIRoute]:
    for router in routers:
        yield from (route for route in router.routes if isinstance(route, APIRoute))


def _calls(dependant: Dependant) -> Iterator[Callable[..., object] | None]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)
