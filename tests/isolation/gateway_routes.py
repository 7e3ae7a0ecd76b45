"""The routes that the gateway really has, taken from its application."""

import re
from collections.abc import Sequence
from typing import get_args

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Mount, WebSocketRoute

from deploy.local.secrets import new_key_pair
from gateway.main import build
from gateway.settings import GatewaySettings
from shared.contracts.frames import ClientFrame

NOWHERE = "http://127.0.0.1:1"


def application() -> FastAPI:
    """The gateway, composed as it is when it serves; it reaches nothing, and need not."""
    private_key, public_key = new_key_pair()
    urls = {name: NOWHERE for name in GatewaySettings.model_fields if name.endswith("_url")}
    given = urls | {
        "mongo_url": "mongodb://127.0.0.1:1/nothing",
        "amqp_url": "amqp://nobody:nothing@127.0.0.1:1/",
        "identity_private_key": private_key,
        "links_public_key": public_key,
        "port": 1,
    }
    return build(GatewaySettings.model_validate(given))


def shapes(routes: Sequence[BaseRoute]) -> set[str]:
    """Every route as ``GET /path/{}``, whatever its parameters are called."""
    found: set[str] = set()
    for context in iter_route_contexts(routes):
        path = re.sub(r"{[^}]*}", "{}", context.path or "")
        if isinstance(context.original_route, Mount):
            found.add(f"GET {path}/{{}}")
        elif isinstance(context.original_route, WebSocketRoute):
            found.add(f"GET {path}")
        else:
            # Whoever may GET something may ask for its headers alone: the same code answers.
            found |= {f"{method} {path}" for method in (context.methods or {"GET"}) - {"HEAD"}}
    return found


def frame_types() -> set[str]:
    """Every type of frame that a client may send."""
    union, *_ = get_args(ClientFrame)
    return {frame.model_fields["type"].annotation.__args__[0] for frame in get_args(union)}
