"""A real MongoDB on this machine: a one-node replica set with authentication, one user per owner.

A replica set, because transactions need one.
"""

import contextlib
import importlib.util
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.local import provision
from deploy.local.ports import HOST
from deploy.local.process import Program
from deploy.local.secrets import Secrets

REPLICA_SET = "parley"
ADMIN = "root"
CACHE_GIB = 0.25
OPLOG_MIB = 128
ANSWER_MILLISECONDS = 2_000
UNAUTHORIZED = 13
TRANSACTIONS_END = ("--setParameter", "transactionLifetimeLimitSeconds=5")
"""A process that is killed within a transaction holds what it wrote until the server ends that:
by default for a minute, in which nobody could write to the conversation.
"""
LOG_HOLDS_NO_TEXT = ("--slowOpSampleRate", "0")
"""By default the log has every slow command whole, with what people wrote."""
OPTIONS = (*TRANSACTIONS_END, *LOG_HOLDS_NO_TEXT)

Answer = dict[str, Any]


def find() -> str:
    """Path of a mongod: the one on PATH, else the one a wheel of the ``local`` extra carries.

    Raises ``provision.Missing``.
    """
    if found := shutil.which("mongod"):
        return found
    if (spec := importlib.util.find_spec("fiftyone")) and spec.submodule_search_locations:
        for folder in spec.submodule_search_locations:
            carried = Path(folder) / "db" / "bin" / "mongod"
            if carried.exists():
                return str(carried)
    raise provision.Missing("mongod is missing; install MongoDB 6 or later and put it on PATH")


def packages() -> Sequence[str]:
    """What the machine's package manager has to add for ``find`` to find one that runs."""
    return () if shutil.which("mongod") else ("libcurl4",)


class Mongod:
    """One mongod with its data under ``folder``."""

    def __init__(self, folder: Path, port: int, secrets: Secrets) -> None:
        self._folder = folder
        self._port = port
        self._secrets = secrets

    @property
    def address(self) -> str:
        """host:port, as the replica set knows it."""
        return f"{HOST}:{self._port}"

    def url(self, user: str, database: str | None = None) -> str:
        """The URL by which ``user`` reaches the database (the user's own, where not named)."""
        password = self._secrets.password(f"mongo {user}")
        source = "admin" if user == ADMIN else user
        return (
            f"mongodb://{user}:{password}@{self.address}/{database or user}"
            f"?replicaSet={REPLICA_SET}&authSource={source}"
        )

    def program(self) -> Program:
        """What to run; ready once it has elected itself."""
        data = self._folder / "data"
        data.mkdir(parents=True, exist_ok=True)
        return Program(
            name="mongod",
            argv=(
                find(),
                *("--dbpath", str(data), "--bind_ip", HOST, "--port", str(self._port)),
                *("--replSet", REPLICA_SET, "--auth", "--keyFile", str(self._key_file())),
                *("--wiredTigerCacheSizeGB", str(CACHE_GIB), "--oplogSize", str(OPLOG_MIB)),
                *("--nounixsocket", "--quiet"),
                *("--setParameter", "diagnosticDataCollectionEnabled=false"),
                *OPTIONS,
            ),
            environment={},
            url=f"mongodb://{self.address}",
            ready=self._is_primary,
        )

    async def add_users(self, owners: Iterable[str]) -> None:
        """One user per owner, who may read and write the database of that name and no other."""
        async with AsyncMongoClient[Answer](self.url(ADMIN, "admin")) as client:
            for owner in owners:
                await put_user(client, owner, self._secrets.password(f"mongo {owner}"))

    def _key_file(self) -> Path:
        path = self._folder / "key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(self._secrets.password("mongo members"))
            path.chmod(0o400)
        return path

    async def _is_primary(self) -> bool:
        """Also brings it there: founds the replica set, moves it to a new port, adds the admin."""
        try:
            async with self.direct() as client:
                hello = await client.admin.command("hello")
                if hello.get("isWritablePrimary"):
                    await self.add_admin()
                    return True
                if "setName" not in hello:
                    await self._found_or_move()
        except PyMongoError:
            return False
        return False

    def direct(self, *, as_admin: bool = False) -> AsyncMongoClient[Answer]:
        """This member alone, whatever the others say."""
        return AsyncMongoClient(
            HOST,
            self._port,
            directConnection=True,
            timeoutMS=ANSWER_MILLISECONDS,
            serverSelectionTimeoutMS=ANSWER_MILLISECONDS,
            username=ADMIN if as_admin else None,
            password=self._secrets.password(f"mongo {ADMIN}") if as_admin else None,
        )

    async def _found_or_move(self) -> None:
        members = {"_id": REPLICA_SET, "members": [{"_id": 0, "host": self.address}]}
        async with self.direct() as client:
            # Without users the server lets a local client found the set and add the first user.
            with contextlib.suppress(OperationFailure):
                await client.admin.command("replSetInitiate", members)
                return
        async with self.direct(as_admin=True) as client:
            known = await client.admin.command("replSetGetConfig")
            moved = members | {"version": known["config"]["version"] + 1}
            await client.admin.command("replSetReconfig", moved, force=True)

    async def add_admin(self) -> None:
        """Where there is none yet; this has to be the primary."""
        password = self._secrets.password(f"mongo {ADMIN}")
        async with self.direct() as client:
            try:
                await client.admin.command("createUser", ADMIN, pwd=password, roles=["root"])
            except OperationFailure as error:
                if error.code != UNAUTHORIZED:  # it refuses strangers: the admin is there
                    raise


async def put_user(client: AsyncMongoClient[Answer], owner: str, password: str) -> None:
    """Let ``owner`` read and write the database of that name; the password becomes this one."""
    database = client[owner]
    roles = [{"role": "readWrite", "db": owner}]
    known = await database.command("usersInfo", owner)
    command = "updateUser" if known["users"] else "createUser"
    await database.command(command, owner, pwd=password, roles=roles)
