"""When everything has come to rest: nobody waits for an answer, nothing is waiting to be said,
heard, sent, restored or purged, and every page that is open shows what is.
"""

import time
from collections.abc import Iterable
from contextlib import suppress

from aio_pika.exceptions import AMQPException
from pymongo.errors import PyMongoError

from tests.eventually import eventually
from tests.people import Json
from tests.resilience.soak import reading
from tests.resilience.soak.driver import Crowd
from tests.resilience.soak.follower import Follower
from tests.resilience.soak.ground import PROCESSES, Ground
from tests.resilience.soak.queued import queued
from tests.resilience.soak.reading import database
from tests.resilience.soak.stored import Conversation

WAITING: dict[str, dict[str, Json]] = {
    "chat": {
        "conversations": {"conversion.state": "requested"},
        "deleted_conversations": {"conversion.state": "requested"},
        "purges": {"is_open": True},
    },
    "tickets": {"conversions": {}},
    "trash": {"entries": {"is_waiting": True}},
    "notifier": {"dispatches": {}, "deliveries": {"state": "pending"}},
    "webhooks": {"deliveries": {"state": "pending"}},
}
"""What waits for something, by database and collection."""


async def at_rest(ground: Ground, crowd: Crowd, seconds: float) -> list[str]:
    """Return once it is so, with nothing, or after ``seconds`` with what still moves."""
    moving = ["not looked yet"]
    deadline = time.monotonic() + seconds

    async def rests() -> bool:
        nonlocal moving
        with suppress(PyMongoError, AMQPException, OSError):
            moving = await _moving(ground, crowd)
        return not moving or time.monotonic() > deadline

    await eventually(rests, seconds + 60)
    return moving


async def _moving(ground: Ground, crowd: Crowd) -> list[str]:
    if crowd.is_at_work():
        return ["somebody who waits for an answer"]
    moving = [f"{count} in {queue}" for queue, count in (await queued(ground)).items()]
    for name in PROCESSES:
        async with database(ground, name) as db:
            for collection, query in {"outbox": {}, **WAITING.get(name, {})}.items():
                if count := await db[collection].count_documents(query):
                    moving.append(f"{count} in {collection} of {name}")
    if not crowd.are_pages_live():
        moving.append("a page that hears nothing")
    elif behind := await _behind(ground, crowd):
        moving.append(f"{behind} pages behind")
    return moving


async def _behind(ground: Ground, crowd: Crowd) -> int:
    """How many pages do not show what is: that is found out without anybody's reloading."""
    names = await reading.workspaces(ground)
    async with database(ground, "chat") as chat:
        there = [one for one in await reading.conversations(chat, names) if one.deletion is None]
    return sum(
        not _shows(follower, [one for one in there if one.workspace == desk.workspace])
        for desk in crowd.desks
        for follower in desk.pages
    )


def _shows(follower: Follower, there: Iterable[Conversation]) -> bool:
    threads = follower.page.threads
    if follower.sees_all:
        shown = {one: (thread.version, thread.last_seq) for one, thread in threads.items()}
        return shown == {one.id: (one.version, one.last_seq) for one in there}
    ends = {one.id: one.last_seq for one in there}
    return all(thread.last_seq == ends.get(one) for one, thread in threads.items())
