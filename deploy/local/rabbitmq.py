"""A real RabbitMQ on this machine, beside whatever broker the machine has of its own.

Own node name, own name server (epmd), own ports, and data, cookie and configuration under one
folder. Users and their rights come from a definitions file that the broker reads at every start.
"""

import asyncio
import base64
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local import provision
from deploy.local.ports import HOST
from deploy.local.process import Program
from deploy.local.secrets import Secrets

NODE = "parley@localhost"
# The broker's own script: Debian's wrapper on PATH changes to another user when root calls it.
DEBIAN_SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
SALT_BYTES = 4
MEMORY_LIMIT = "512MiB"
DISK_RESERVE = "64MB"
# Few schedulers and no busy waiting: the broker shares a small machine with everything else.
VM_ARGUMENTS = (
    "-noinput +S 2:2 +SDcpu 1:1 +SDio 2 +A 8 +sbwt none +sbwtdcpu none "
    "+sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"
)
# From version 4 the broker drops, by default, what was delivered twenty times without an outcome,
# and every look at a dead-letter queue is a delivery.
DEAD_LETTERS_POLICY = "keep-dead-letters"
KEEP_DEAD_LETTERS = {
    "pattern": r"\.dead$",
    "apply-to": "queues",
    "definition": {"delivery-limit": 1_000_000_000},
    "priority": 0,
}


@dataclass(frozen=True)
class Rights:
    """What a user may do, as regular expressions over the names of queues and exchanges. A
    ``tag`` opens the management API: ``administrator`` may make users.
    """

    configure: str
    write: str
    read: str
    tag: str = ""

    def permissions(self) -> dict[str, str]:
        """As the broker takes them."""
        return {"configure": self.configure, "write": self.write, "read": self.read}


class ControlFailed(Exception):
    """The broker's command line refused; the message is what it said."""


EVERYTHING = Rights(".*", ".*", ".*", "administrator")


def find() -> str:
    """Path of the broker's start script. Raises ``provision.Missing``."""
    if DEBIAN_SCRIPT.exists():
        return str(DEBIAN_SCRIPT)
    if found := shutil.which("rabbitmq-server"):
        return found
    raise provision.Missing("rabbitmq-server is missing; `apt-get install rabbitmq-server` gets it")


@dataclass(frozen=True)
class BrokerPorts:
    """The ports of one broker; ``api`` only where the management API is wanted."""

    amqp: int
    distribution: int
    epmd: int
    api: int | None = None


class RabbitMQ:
    """One broker and its name server, with data under ``folder``."""

    def __init__(self, folder: Path, ports: BrokerPorts, secrets: Secrets) -> None:
        self._folder = folder
        self._ports = ports
        self._secrets = secrets

    def url(self, user: str) -> str:
        """The URL by which ``user`` reaches the broker."""
        password = self._secrets.password(f"amqp {user}")
        return f"amqp://{user}:{password}@{HOST}:{self._ports.amqp}/"

    def api_url(self, user: str) -> str:
        """The URL of the management API for ``user``."""
        password = self._secrets.password(f"amqp {user}")
        return f"http://{user}:{password}@{HOST}:{self._ports.api}"

    def name_server(self) -> Program:
        """What to run first: the broker registers itself there."""
        return Program(
            name="epmd",
            argv=("epmd", "-address", HOST, "-port", str(self._ports.epmd)),
            environment={},
            url=f"epmd://{HOST}:{self._ports.epmd}",
            ready=lambda: _listens(self._ports.epmd),
        )

    def program(self, users: dict[str, Rights]) -> Program:
        """The broker; ready when it accepts connections."""
        self._write_files(users)
        return Program(
            name="rabbitmq",
            argv=(find(),),
            environment=self._environment(),
            url=f"amqp://{HOST}:{self._ports.amqp}",
            ready=lambda: _listens(self._ports.amqp),
            stop_seconds=20.0,
        )

    async def control(self, *arguments: str) -> None:
        """``rabbitmqctl`` with these arguments. Raises ``ControlFailed``."""
        child = await asyncio.create_subprocess_exec(
            str(Path(find()).with_name("rabbitmqctl")),
            *("--quiet", *arguments),
            env={"PATH": os.environ["PATH"], **self._environment()},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await child.communicate()
        if child.returncode:
            raise ControlFailed(said.decode(errors="replace"))

    def _environment(self) -> dict[str, str]:
        return {
            "HOME": str(self._folder),
            # Also for the VM that the broker's start script has for nothing but starting a name
            # server, which would then outlive everything.
            "ERL_FLAGS": "-start_epmd false",
            "ERL_CRASH_DUMP_BYTES": "0",  # or it leaves one wherever it was started
            "ERL_EPMD_PORT": str(self._ports.epmd),
            "ERL_EPMD_ADDRESS": HOST,
            "RABBITMQ_ALLOW_INPUT": "1",  # the script becomes the broker instead of its parent
            "RABBITMQ_CONFIG_FILE": str(self._folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(self._folder / "no-environment-file"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self._folder / "no-advanced-file"),
            "RABBITMQ_DIST_PORT": str(self._ports.distribution),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self._folder / "plugins"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_LOG_BASE": str(self._folder),
            "RABBITMQ_MNESIA_BASE": str(self._folder / "mnesia"),
            "RABBITMQ_NODENAME": NODE,
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": VM_ARGUMENTS,
        }

    def _write_files(self, users: dict[str, Rights]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        cookie = self._folder / ".erlang.cookie"
        if not cookie.exists():
            cookie.touch(mode=0o600)
            cookie.write_text(self._secrets.password("erlang cookie"))
            cookie.chmod(0o400)
        plugins = "" if self._ports.api is None else "rabbitmq_management"
        (self._folder / "plugins").write_text(f"[{plugins}].\n")
        definitions = self._folder / "definitions.json"
        definitions.touch(mode=0o600)
        definitions.write_text(json.dumps(self._definitions(users), indent=2))
        (self._folder / "rabbitmq.conf").write_text("\n".join(self._configuration()) + "\n")

    def _configuration(self) -> Sequence[str]:
        lines = [
            f"listeners.tcp.local = {HOST}:{self._ports.amqp}",
            f"load_definitions = {self._folder / 'definitions.json'}",
            f"vm_memory_high_watermark.absolute = {MEMORY_LIMIT}",
            f"disk_free_limit.absolute = {DISK_RESERVE}",
            "log.console = true",
            "log.console.level = warning",
        ]
        if self._ports.api is not None:
            lines += [
                f"management.tcp.ip = {HOST}",
                f"management.tcp.port = {self._ports.api}",
                "management_agent.disable_metrics_collector = true",
            ]
        return lines

    def _definitions(self, users: dict[str, Rights]) -> dict[str, object]:
        return {
            "vhosts": [{"name": "/"}],
            "users": [
                {
                    "name": user,
                    "password_hash": hashed(
                        self._secrets.password(f"amqp {user}"), os.urandom(SALT_BYTES)
                    ),
                    "hashing_algorithm": "rabbit_password_hashing_sha256",
                    "tags": rights.tag,
                }
                for user, rights in users.items()
            ],
            "permissions": [
                {"user": user, "vhost": "/", **rights.permissions()}
                for user, rights in users.items()
            ],
            "policies": [{"name": DEAD_LETTERS_POLICY, "vhost": "/", **KEEP_DEAD_LETTERS}],
        }


def hashed(password: str, salt: bytes) -> str:
    """A password as RabbitMQ stores it: base64 of a four-byte salt and SHA-256 over both."""
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    return True
