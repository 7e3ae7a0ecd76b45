"""Which processes of Parley a local system consists of, and what each may touch.

A new service is one more name in ``SERVICES``.
"""

import sys
from collections.abc import Mapping

import aiohttp

from deploy.local import web
from deploy.local.process import Program
from deploy.local.rabbitmq import Rights

GATEWAY = "gateway"
SERVICES = ("chat", "presence", "tickets", "notifier", "trash", "webhooks")
EPHEMERAL_USERS = (GATEWAY, "presence")
"""Who says and hears what is kept by nobody."""
READER = "reader"
"""The broker's user for other teams: reads events, through queues of its own."""
OPERATOR = "operator"
"""The broker's user for the commands of this package: sends dead letters back, makes users."""

ANSWER_SECONDS = 2.0


def broker_rights() -> dict[str, Rights]:
    """The broker's users with the least that each needs."""
    processes = {name: _of_process(name) for name in (GATEWAY, *SERVICES)}
    return processes | {READER: _of_reader(), OPERATOR: _of_operator()}


def _of_process(name: str) -> Rights:
    """Its own queues, the event exchange, and the declaration of the log behind that."""
    more = r"|parley\.ephemeral" if name in EPHEMERAL_USERS else ""
    own = rf"^({name}\..*|parley\.events|parley\.events\.log{more})$"
    return Rights(configure=own, write=own, read=rf"^({name}\..*|parley\.events{more})$")


def _of_reader() -> Rights:
    """Its own queues: named by it (``reader.…``), by the broker, or by its client library."""
    own = r"reader\..*|amq\.gen-.*|amq_.*"
    return Rights(
        configure=rf"^({own})$",
        write=rf"^({own})$",
        read=rf"^({own}|parley\.events|parley\.events\.log)$",
    )


def _of_operator() -> Rights:
    """What is dead, and the way back from there; and the administration of users."""
    return Rights(configure="^$", write=r"\.retry$", read=r"\.dead$", tag="administrator")


def program(
    name: str, module: str, url: str, environment: Mapping[str, str], ready_url: str
) -> Program:
    """The Python module ``module`` as a program; ready when ``ready_url`` answers."""
    return Program(
        name=name,
        argv=(sys.executable, "-m", module),
        environment=python_environment() | dict(environment),
        url=url,
        ready=lambda: _answers(ready_url),
    )


def python_environment() -> dict[str, str]:
    """What a process of ours needs to find its code, wherever it is started from."""
    return {"PYTHONPATH": str(web.ROOT), "PYTHONUNBUFFERED": "1"}


async def _answers(url: str) -> bool:
    timeout = aiohttp.ClientTimeout(ANSWER_SECONDS)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as client, client.get(url) as answer:
            return answer.ok
    except (aiohttp.ClientError, TimeoutError):
        return False
