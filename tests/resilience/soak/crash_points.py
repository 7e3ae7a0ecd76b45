"""Named steps at which a process dies, all of its replicas at once.

Nothing in the process knows of it. MongoDB tells when it has committed the step; the line to the
broker holds what would come next; and an endpoint that does not answer holds a webhook.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Literal

from pymongo import AsyncMongoClient

from tests.eventually import eventually
from tests.people import Json
from tests.resilience.line import Way
from tests.resilience.soak.ground import Ground, both, to_rabbitmq
from tests.resilience.soak.teams import path_of

PATIENCE_SECONDS = 45.0
"""People do everything at random, so a step may be long in coming."""


class NeverCame(Exception):
    """Nobody came to that step in time, so nobody died."""


@dataclass(frozen=True, slots=True)
class Point:
    """``collection`` of the process's own database has changed so, while that way of its line to
    the broker lets nothing pass.
    """

    collection: str
    change: Literal["insert", "update", "delete"]
    held: Way | None
    processes: Sequence[str]


COMMITTED_NOT_SAID = Point("outbox", "insert", "there", ("chat", "tickets", "trash"))
SAID_NOT_NOTED = Point("outbox", "update", "back", ("chat",))
"""An outbox row changes when its lease is renewed: long after it was said for the first time, and
no confirm came back.
"""
HANDLED_NOT_ACKNOWLEDGED = Point(
    "inbox", "insert", "there", ("chat", "tickets", "trash", "notifier", "webhooks")
)
HALF_PURGED = Point("messages", "delete", None, ("chat",))


@asynccontextmanager
async def dead_at(point: Point, ground: Ground, process: str) -> AsyncIterator[None]:
    """It dies when it has come there. Raises ``NeverCame``."""
    line = ground.lines[to_rabbitmq(process)]
    try:
        await _committed(point, ground, process)
        killed = _kill(ground, process)
    finally:
        await line.drop()  # or what was held would still arrive
        line.mend()
    yield
    await _replaced(ground, killed)


@asynccontextmanager
async def dead_while_calling(ground: Ground, process: str) -> AsyncIterator[None]:
    """It dies when another team has a webhook and has not answered. Raises ``NeverCame``."""
    receiver, path = ground.receiver, path_of(ground.workspaces[0]["name"])
    receiver.hanging.add(path)

    async def is_called() -> bool:
        return bool(receiver.under_way[path])

    try:
        await eventually(is_called, PATIENCE_SECONDS)
        killed = _kill(ground, process)
    except TimeoutError:
        raise NeverCame from None
    finally:
        receiver.hanging.discard(path)
    yield
    await _replaced(ground, killed)


async def _committed(point: Point, ground: Ground, process: str) -> None:
    """Return at the next such change."""
    wanted = [{"$match": {"operationType": point.change}}]
    try:
        async with (
            asyncio.timeout(PATIENCE_SECONDS),
            AsyncMongoClient[Json](ground.mongo_url(process)) as client,
            await client.get_default_database()[point.collection].watch(wanted) as changes,
        ):
            if point.held:
                ground.lines[to_rabbitmq(process)].cut(point.held)
            await changes.next()
    except TimeoutError:
        raise NeverCame from None


def _kill(ground: Ground, process: str) -> dict[str, int]:
    return {name: ground.process(name).kill() for name in both(process)}


async def _replaced(ground: Ground, killed: dict[str, int]) -> None:
    for name, pid in killed.items():
        await ground.process(name).wait_replaced(pid)
