"""Users with the least rights, each with the password that its process's URL has."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import aiohttp
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.local.mongod import REPLICA_SET, Answer, put_user
from deploy.local.rabbitmq import DEAD_LETTERS_POLICY, KEEP_DEAD_LETTERS
from deploy.local.services import GATEWAY, SERVICES, broker_rights

WAIT_SECONDS = 120.0
ANSWER_SECONDS = 5.0
PAUSE_SECONDS = 1.0
NOT_FOUNDED = 94
ALREADY_FOUNDED = 23


class WrongUrl(Exception):
    """A URL does not name what its process owns; the message says which."""


@dataclass(frozen=True)
class Owner:
    """A process with the URLs that it will use."""

    name: str
    mongo_url: str
    amqp_url: str

    def password(self, url: str) -> str:
        """The password in ``url``. Raises ``WrongUrl`` when it belongs to somebody else."""
        parts = urlsplit(url)
        if parts.username != self.name or not parts.password:
            raise WrongUrl(f"the {parts.scheme} URL of {self.name} must name the user {self.name}")
        return unquote(parts.password)


def owners(folder: Path) -> list[Owner]:
    """Every process, its URLs read from ``folder/<process>/PARLEY_…_URL``."""
    return [
        Owner(
            name,
            (folder / name / "PARLEY_MONGO_URL").read_text().strip(),
            (folder / name / "PARLEY_AMQP_URL").read_text().strip(),
        )
        for name in (GATEWAY, *SERVICES)
    ]


async def prepare_mongo(admin_url: str, owners: list[Owner]) -> None:
    """A founded replica set, and one user per process, on its own database alone.

    Waits for the server. Raises ``TimeoutError``, ``WrongUrl`` or ``PyMongoError``.
    """
    async with asyncio.timeout(WAIT_SECONDS):
        await _found(admin_url)
        async with AsyncMongoClient[Answer](admin_url, timeoutMS=int(WAIT_SECONDS * 1000)) as admin:
            for owner in owners:
                await put_user(admin, owner.name, owner.password(owner.mongo_url))


async def _found(admin_url: str) -> None:
    """Found the set where there is one server that belongs to none yet, and wait for a primary."""
    is_one_server = "," not in admin_url and not admin_url.startswith("mongodb+srv:")
    milliseconds = int(ANSWER_SECONDS * 1000)
    while True:
        try:
            async with AsyncMongoClient[Answer](
                admin_url,
                directConnection=is_one_server,
                timeoutMS=milliseconds,
                serverSelectionTimeoutMS=milliseconds,
            ) as admin:
                if await _has_primary(admin, urlsplit(admin_url).netloc.rpartition("@")[2]):
                    return
        except PyMongoError as error:
            print(f"waiting for MongoDB: {type(error).__name__}", flush=True)
        await asyncio.sleep(PAUSE_SECONDS)


async def _has_primary(admin: AsyncMongoClient[Answer], address: str) -> bool:
    hello = await admin.admin.command("hello")
    if "setName" not in hello and not hello.get("isWritablePrimary"):
        members = [{"_id": 0, "host": address}]
        try:
            await admin.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
        except OperationFailure as error:
            if error.code != ALREADY_FOUNDED:
                raise
    return bool(hello.get("primary") or hello.get("isWritablePrimary"))


async def prepare_rabbitmq(api_url: str, owners: list[Owner]) -> None:
    """One user per process, limited to its own queues and the exchanges it speaks on; and a
    policy, so that dead letters may be looked at as often as one likes.

    ``api_url`` is that of the management API, with an administrator's name and password. Waits for
    the server. Raises ``TimeoutError``, ``WrongUrl`` or ``aiohttp.ClientError``.
    """
    rights = broker_rights()
    timeout = aiohttp.ClientTimeout(ANSWER_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout, raise_for_status=True) as api:
        await _wait(api, api_url)
        for owner in owners:
            vhost = quote(urlsplit(owner.amqp_url).path.removeprefix("/") or "/", safe="")
            user = {"password": owner.password(owner.amqp_url), "tags": ""}
            await api.put(f"{api_url}/api/users/{owner.name}", json=user)
            await api.put(
                f"{api_url}/api/permissions/{vhost}/{owner.name}",
                json=rights[owner.name].permissions(),
            )
            policy = f"{api_url}/api/policies/{vhost}/{DEAD_LETTERS_POLICY}"
            await api.put(policy, json=KEEP_DEAD_LETTERS)


async def _wait(api: aiohttp.ClientSession, api_url: str) -> None:
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            try:
                async with api.get(f"{api_url}/api/overview"):
                    return
            except (aiohttp.ClientError, TimeoutError) as error:
                print(f"waiting for RabbitMQ: {type(error).__name__}", flush=True)
            await asyncio.sleep(PAUSE_SECONDS)
