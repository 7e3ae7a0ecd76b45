"""``python -m deploy.consumers``: who, of other teams, may hear the events of a running system."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

from deploy import broker, consumers
from deploy.broker import NoBroker, Operator


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 when it was done, 1 when something stood in the way."""
    options = _parser().parse_args(arguments)
    try:
        asyncio.run(options.command(broker.find(os.environ), options))
    except (NoBroker, ValueError) as problem:
        print(f"consumers: {problem}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.consumers", description=broker.__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="their names")
    adding = commands.add_parser("add", help="make one, or give it a new password: prints its URL")
    removing = commands.add_parser("remove", help="take its access away, and its queues")
    for command, does in ((listing, _list), (adding, _add), (removing, _remove)):
        command.set_defaults(command=does)
    for command in (adding, removing):
        command.add_argument("name", help="what its queues begin with, such as billing")
    return parser


async def _list(operator: Operator, _: argparse.Namespace) -> None:
    for name in await consumers.names(operator):
        print(name)


async def _add(operator: Operator, options: argparse.Namespace) -> None:
    print(await consumers.add(operator, options.name))


async def _remove(operator: Operator, options: argparse.Namespace) -> None:
    await consumers.remove(operator, options.name)
    print(f"{options.name} has no access any more")


if __name__ == "__main__":
    sys.exit(main())
