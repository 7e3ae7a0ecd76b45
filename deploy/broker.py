"""The broker as an operator reaches it: over AMQP, and over its management API.

Where it is: ``PARLEY_AMQP_URL``, and ``PARLEY_BROKER_API_URL`` where the management API is not on
port 15672 of the same host; else the system that ``make run`` keeps up on this machine.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from deploy.local import web

API_PORT = 15672
ANSWER_SECONDS = 10.0
MANIFEST = web.ROOT / ".run" / "parley.json"


class NoBroker(Exception):
    """It cannot be found or does not answer, or refuses; the message is one line for people."""


@dataclass(frozen=True)
class Operator:
    """Where the broker is, and who asks: somebody who may administer it."""

    amqp_url: str
    api_url: str

    @property
    def vhost(self) -> str:
        """The virtual host that the AMQP URL names."""
        return URL(self.amqp_url).path.removeprefix("/") or "/"

    async def queues(self) -> list[str]:
        """The names of all queues. Raises ``NoBroker``."""
        virtual_host = quote(self.vhost, safe="")
        found = await self.ask("GET", f"queues/{virtual_host}?disable_stats=true")
        return [queue["name"] for queue in found]

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """What the management API answers, None where that is nothing. Raises ``NoBroker``."""
        address = URL(f"{self.api_url.rstrip('/')}/api/{path}", encoded=True)
        timeout = aiohttp.ClientTimeout(ANSWER_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as http,
                http.request(method, address, json=body) as answer,
            ):
                if answer.status >= 400:
                    raise NoBroker(f"the broker refused {method} {path}: {answer.status}")
                said = await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            where = address.origin()
            raise NoBroker(f"the broker's API at {where} does not answer") from error
        return json.loads(said) if said else None


def find(environment: Mapping[str, str], manifest: Path = MANIFEST) -> Operator:
    """The broker that is meant. Raises ``NoBroker``."""
    if amqp_url := environment.get("PARLEY_AMQP_URL"):
        same_host = URL(amqp_url).with_scheme("http").with_port(API_PORT).with_path("")
        return Operator(amqp_url, environment.get("PARLEY_BROKER_API_URL") or str(same_host))
    said = _manifest(manifest)["operator"]
    return Operator(said["amqp_url"], said["broker_api_url"])


def reader_url(environment: Mapping[str, str], manifest: Path = MANIFEST) -> str:
    """The AMQP URL of somebody who may read events. Raises ``NoBroker``."""
    return environment.get("PARLEY_AMQP_URL") or str(_manifest(manifest)["amqp_url"])


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(path.read_text())
    except OSError:
        raise NoBroker(
            "no broker: start one with `make run`, or name one by PARLEY_AMQP_URL"
        ) from None
    return manifest
