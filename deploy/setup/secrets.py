"""Secrets of a new installation, all of them random: one set of values per process and server.

A process's set is what its settings class calls a secret, under the same names, so that it can be
mounted as files (``PARLEY_SECRETS_DIR``) or given as environment.
"""

import secrets
from collections.abc import Mapping

from deploy.local.mongod import REPLICA_SET
from deploy.local.secrets import new_key_pair
from deploy.local.services import GATEWAY, SERVICES
from shared.settings import DEMO

PASSWORD_BYTES = 24
MEMBERS_KEY_BYTES = 48
MONGO_PORT = 27017
ADMIN = "root"

Secrets = Mapping[str, Mapping[str, str]]


def made(mongo: str, rabbitmq: str, *, is_demo: bool) -> Secrets:
    """New secrets by process or server. ``mongo`` and ``rabbitmq`` are the servers' names on the
    network; of a replica set all members, with commas between them. Those of a demo say so, and
    production refuses them.
    """
    members = ",".join(f"{host}:{MONGO_PORT}" for host in mongo.split(","))
    mark = f"{DEMO}-" if is_demo else ""
    root, admin = (mark + _password() for _ in range(2))
    keys = _keys(f"Of a {DEMO}.\n" if is_demo else "")
    return {
        **{
            name: _urls(name, members, rabbitmq, mark) | keys.get(name, keys[""])
            for name in (GATEWAY, *SERVICES)
        },
        "mongodb": {"password": root, "members-key": secrets.token_hex(MEMBERS_KEY_BYTES)},
        "rabbitmq": {"password": admin, "cookie": secrets.token_hex(PASSWORD_BYTES)},
        "setup": {
            "PARLEY_SETUP_MONGO_URL": f"mongodb://{ADMIN}:{root}@{members}/admin",
            "PARLEY_SETUP_RABBITMQ_URL": f"http://{ADMIN}:{admin}@{rabbitmq}:15672",
        },
    }


def _urls(name: str, members: str, rabbitmq: str, mark: str) -> dict[str, str]:
    database = f"{name}:{mark}{_password()}@{members}/{name}"
    return {
        "PARLEY_MONGO_URL": f"mongodb://{database}?replicaSet={REPLICA_SET}&authSource={name}",
        "PARLEY_AMQP_URL": f"amqp://{name}:{mark}{_password()}@{rabbitmq}:5672/",
    }


def _keys(comment: str) -> dict[str, dict[str, str]]:
    """The keys of the processes; under "" those of a service that is not named."""
    identity, links = ([comment + half for half in new_key_pair()] for _ in range(2))
    verifying = {"PARLEY_IDENTITY_PUBLIC_KEY": identity[1]}
    return {
        "": verifying,
        GATEWAY: {
            "PARLEY_IDENTITY_PRIVATE_KEY": identity[0],
            "PARLEY_LINKS_PUBLIC_KEY": links[1],
        },
        "notifier": verifying | {"PARLEY_LINKS_PRIVATE_KEY": links[0]},
    }


def _password() -> str:
    """Needs no quoting in a URL."""
    return secrets.token_hex(PASSWORD_BYTES)
