"""``python -m deploy.setup <command>``: what is done once before Parley runs, and again at will.

    secrets FOLDER            make what is missing, as files (for Compose)
    cluster-secrets           make what is missing, as Secrets (from within a cluster; a demo's)
    print-secrets             Secrets of a new installation, for ``kubectl apply -f -``
    servers FOLDER            users with least rights, indexes, queues
    demo FOLDER               workspaces and agents to try it with; FOLDER keeps their passwords

``FOLDER`` has a folder per process. ``servers`` reads the administrators' URLs from
``FOLDER/setup/PARLEY_SETUP_MONGO_URL`` and ``…_RABBITMQ_URL``.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

import aiohttp
from pymongo.errors import PyMongoError

from deploy.local import demo
from deploy.local.secrets import Secrets
from deploy.setup import keeping, secrets, servers, topology

PROBLEMS = (
    OSError,
    TimeoutError,
    PyMongoError,
    aiohttp.ClientError,
    demo.SeedFailed,
    servers.WrongUrl,
)


def main() -> int:
    """The exit code: 1 when something could not be done."""
    options = _options()
    try:
        asyncio.run(options.command(options))
    except PROBLEMS as problem:
        print(f"parley setup: {type(problem).__name__}: {problem}", file=sys.stderr)
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="deploy.setup", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--mongo", default="mongodb", help="the server's name on the network; of three: A,B,C"
    )
    parser.add_argument("--rabbitmq", default="rabbitmq", help="the server's name on the network")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, command in (("secrets", _secrets), ("servers", _servers), ("demo", _demo)):
        with_folder = commands.add_parser(name)
        with_folder.add_argument("folder", type=Path)
        with_folder.set_defaults(command=command)
    commands.add_parser("cluster-secrets").set_defaults(command=_cluster_secrets)
    commands.add_parser("print-secrets").set_defaults(command=_print_secrets)
    return parser.parse_args()


async def _secrets(options: argparse.Namespace) -> None:
    new = secrets.made(options.mongo, options.rabbitmq, is_demo=True)
    is_new = keeping.in_folders(options.folder, new)
    print("made new secrets" if is_new else "kept the secrets that are there")


async def _cluster_secrets(options: argparse.Namespace) -> None:
    is_new = await keeping.in_cluster(secrets.made(options.mongo, options.rabbitmq, is_demo=True))
    print("made new secrets" if is_new else "kept the secrets that are there")


async def _print_secrets(options: argparse.Namespace) -> None:
    print(keeping.manifests(secrets.made(options.mongo, options.rabbitmq, is_demo=False)))


async def _servers(options: argparse.Namespace) -> None:
    mongo_url, rabbitmq_url = (
        (options.folder / "setup" / f"PARLEY_SETUP_{name}_URL").read_text().strip()
        for name in ("MONGO", "RABBITMQ")
    )
    owners = servers.owners(options.folder)
    await asyncio.gather(
        servers.prepare_mongo(mongo_url, owners), servers.prepare_rabbitmq(rabbitmq_url, owners)
    )
    print("users are there")
    for owner in owners:
        await topology.prepare(owner)
        print(f"{owner.name}: indexes and queues are there")


async def _demo(options: argparse.Namespace) -> None:
    kept = Secrets(options.folder / "passwords.json")
    for workspace in await demo.seed(os.environ, kept):
        print(f"{workspace['name']} (plan {workspace['plan']}), widget key {workspace['key']}")
        for agent in workspace["agents"]:
            print(f"  {agent['email']:<22} {agent['password']}")


if __name__ == "__main__":
    sys.exit(main())
