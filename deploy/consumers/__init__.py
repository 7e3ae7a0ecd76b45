"""Users of the broker for other teams: each may hear events, live and from the log, through queues
of its own name. Nothing else: not say anything, not touch what is another's.
"""

import re
import secrets
from typing import Any
from urllib.parse import quote

from yarl import URL

from deploy.broker import Operator
from deploy.local import services
from shared.contracts import events

NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
TAG = "consumer"
"""What tells these users from others; it opens nothing at the broker."""

CONNECTIONS = 20
DAY_MILLISECONDS = 24 * 3600 * 1000
KEPT_MILLISECONDS = 7 * DAY_MILLISECONDS
"""As long as the log; whoever comes later has missed it."""

UNUSED_MILLISECONDS = 30 * DAY_MILLISECONDS
QUEUE_BYTES = 256 * 1024 * 1024
"""Of one queue; its oldest events make room. A broker that is full would stop Parley itself."""

TAKEN = {
    services.GATEWAY,
    *services.SERVICES,
    services.READER,
    services.OPERATOR,
    events.EXCHANGE.split(".")[0],
    "amq",
}
"""What queues of somebody else begin with."""


def rights(name: str) -> dict[str, str]:
    """Queues named ``<name>.…`` are its own; it reads the event exchange and the log besides."""
    own = rf"{re.escape(name)}\..*"
    return {
        "configure": f"^{own}$",
        "write": f"^{own}$",
        "read": rf"^({own}|{re.escape(events.EXCHANGE)}|{re.escape(events.LOG)})$",
    }


def limits(name: str) -> dict[str, Any]:
    """What its queues may hold and how long, as a policy of the broker."""
    return {
        "pattern": rf"^{re.escape(name)}\.",
        "apply-to": "queues",
        "definition": {
            "message-ttl": KEPT_MILLISECONDS,
            "expires": UNUSED_MILLISECONDS,
            "max-length-bytes": QUEUE_BYTES,
        },
    }


async def add(operator: Operator, name: str) -> str:
    """Make the consumer ``name``, or give it a new password; the AMQP URL that it connects with.

    Raises ``ValueError`` where the name cannot be had, ``NoBroker``.
    """
    await _refuse_others(operator, name)
    password = secrets.token_urlsafe(24)
    await operator.ask("PUT", f"users/{name}", {"password": password, "tags": TAG})
    virtual_host = quote(operator.vhost, safe="")
    most = {"value": CONNECTIONS}
    await operator.ask("PUT", f"user-limits/{name}/max-connections", most)
    await operator.ask("PUT", f"policies/{virtual_host}/{name}", limits(name))
    await operator.ask("PUT", f"permissions/{virtual_host}/{name}", rights(name))
    return str(URL(operator.amqp_url).with_user(name).with_password(password))


async def remove(operator: Operator, name: str) -> None:
    """The consumer ``name`` may connect no more, and its queues are gone with it. Raises as
    ``add`` does.
    """
    await _refuse_others(operator, name)
    await operator.ask("DELETE", f"users/{name}")
    virtual_host = quote(operator.vhost, safe="")
    for queue in await operator.queues():
        if queue.startswith(f"{name}."):
            await operator.ask("DELETE", f"queues/{virtual_host}/{quote(queue, safe='')}")
    await operator.ask("DELETE", f"policies/{virtual_host}/{name}")


async def names(operator: Operator) -> list[str]:
    """All consumers. Raises ``NoBroker``."""
    return sorted(u["name"] for u in await operator.ask("GET", "users") if TAG in u["tags"])


async def _refuse_others(operator: Operator, name: str) -> None:
    if not NAME.fullmatch(name):
        raise ValueError("a name is 2 to 40 of a-z, 0-9 and -, and begins with a letter")
    if name in TAKEN:
        raise ValueError(f"{name} is the name of a part of Parley")
    users = {user["name"] for user in await operator.ask("GET", "users")}
    if name in users and name not in await names(operator):
        raise ValueError(f"{name} is a user of the broker that is no consumer")
