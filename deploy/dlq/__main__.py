"""``python -m deploy.dlq``: list, show, redrive or drop dead letters of a running system."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence

from aio_pika.exceptions import AMQPException

from deploy import broker, dlq
from deploy.broker import NoBroker, Operator
from shared.bus.dead_letters import DeadLetter, DeadLetters, count, dead_letters
from shared.bus.publisher import PublishFailed

PROBLEMS = (NoBroker, LookupError, PublishFailed, AMQPException, ConnectionError, TimeoutError)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 when it was done, 1 when something stood in the way."""
    options = _parser().parse_args(arguments)
    try:
        asyncio.run(options.command(broker.find(os.environ), options))
    except PROBLEMS as problem:
        print(f"dlq: {str(problem) or type(problem).__name__}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.dlq", description=broker.__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    listing = commands.add_parser("list", help="how many dead letters each queue has")
    listing.set_defaults(command=_list)
    showing = commands.add_parser("show", help="the dead letters of a queue, without what they say")
    showing.add_argument("--data", action="store_true", help="also what they say: customers' words")
    redriving = commands.add_parser("redrive", help="send them back to be tried anew")
    dropping = commands.add_parser("drop", help="forget them for good")
    for command, does in ((showing, _show), (redriving, _redrive), (dropping, _drop)):
        command.set_defaults(command=does)
        command.add_argument("queue", help="such as chat.conversions.v1")
        command.add_argument("ids", nargs="*", metavar="ID", help="only these")
    for command in (redriving, dropping):
        command.add_argument("--all", action="store_true", help="every letter of the queue")
    return parser


async def _list(operator: Operator, _: argparse.Namespace) -> None:
    queues = dlq.with_dead_letters(await operator.queues())
    counts = await count(operator.amqp_url, queues)
    width = max(map(len, counts), default=0)
    for queue, letters in counts.items():
        print(f"{queue:<{width}}  {letters:>6}")
    print(f"{sum(counts.values())} dead letters in {len(counts)} queues")


async def _show(operator: Operator, options: argparse.Namespace) -> None:
    async with dead_letters(operator.amqp_url, _queue(options)) as letters:
        for letter in _chosen(letters, options):
            print(_told(letter, with_data=options.data))


async def _redrive(operator: Operator, options: argparse.Namespace) -> None:
    async with dead_letters(operator.amqp_url, _queue(options)) as letters:
        for letter in _chosen(letters, options, by_name=True):
            await letters.redrive(letter.id)
            print(f"{letter.id} sent back to {_queue(options)}")


async def _drop(operator: Operator, options: argparse.Namespace) -> None:
    async with dead_letters(operator.amqp_url, _queue(options)) as letters:
        for letter in _chosen(letters, options, by_name=True):
            await letters.drop(letter.id)
            print(f"{letter.id} dropped")


def _queue(options: argparse.Namespace) -> str:
    name: str = options.queue
    return name.removesuffix(dlq.DEAD)


def _chosen(
    letters: DeadLetters, options: argparse.Namespace, *, by_name: bool = False
) -> list[DeadLetter]:
    """Those named, or all of them; ``by_name`` wants that said. Raises ``LookupError``."""
    there = {letter.id: letter for letter in letters.all()}
    if by_name and bool(options.ids) == options.all:
        raise LookupError("name the letters (`show` lists their ids), or say --all")
    if unknown := [name for name in options.ids if name not in there]:
        raise LookupError(f"no such letter in {_queue(options)}: {', '.join(unknown)}")
    return [there[name] for name in options.ids] or list(there.values())


def _told(letter: DeadLetter, *, with_data: bool) -> str:
    """A letter as a few lines; the body as it came where it is no JSON."""
    lines = [letter.id, f"  failed     {letter.attempts} times; the last time: {letter.reason}"]
    try:
        event = dict(json.loads(letter.body))
    except (ValueError, TypeError):
        return "\n".join([*lines, f"  no event   {letter.body!r}" if with_data else "  no event"])
    data = event.pop("data", None)
    lines += [f"  {name:<10} {event.get(name)}" for name in ("type", "time", "subject", "sequence")]
    lines += [f"  {name:<10} {event.get(name)}" for name in ("workspaceid", "traceparent")]
    if with_data:
        lines += [f"  data       {json.dumps(data, ensure_ascii=False)}"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
