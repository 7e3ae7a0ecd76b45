"""When everything has come to rest: nothing is waiting to be said, sent, restored or purged, and
every page that is open hears what happens.
"""

import time
from contextlib import suppress

from pymongo.errors import PyMongoError

from tests.eventually import eventually
from tests.people import Json
from tests.resilience.soak.driver import Crowd
from tests.resilience.soak.ground import PROCESSES, Ground
from tests.resilience.soak.page import Page
from tests.resilience.soak.reading import database

WAITING: dict[str, dict[str, Json]] = {
    "chat": {
        "conversations": {"conversion.state": "requested"},
        "deleted_conversations": {"conversion.state": "requested"},
        "purges": {"is_open": True},
    },
    "tickets": {"conversions": {}},
    "trash": {"entries": {"is_waiting": True}},
    "notifier": {"dispatches": {}, "deliveries": {"state": "pending"}},
}
"""What waits for something, by database and collection."""
LOOK_SECONDS = 1.0


async def at_rest(ground: Ground, crowd: Crowd, seconds: float) -> list[str]:
    """Return once it is so, with nothing, or after ``seconds`` with what still moves."""
    moving = ["not looked yet"]
    deadline = time.monotonic() + seconds

    async def rests() -> bool:
        nonlocal moving
        with suppress(PyMongoError):
            moving = await _moving(ground, crowd)
        return not moving or time.monotonic() > deadline

    await eventually(rests, seconds + 60)
    return moving


async def _moving(ground: Ground, crowd: Crowd) -> list[str]:
    moving = []
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
    """How many pages lack the end of a thread, or still have one that is deleted."""
    async with database(ground, "chat") as chat:
        ends = {
            row["_id"]: row["last_seq"]
            async for row in chat["conversations"].find({}, {"last_seq": 1})
        }
    return sum(_is_behind(follower.page, ends) for desk in crowd.desks for follower in desk.pages)


def _is_behind(page: Page, ends: dict[str, int]) -> bool:
    return any(thread.last_seq != ends.get(one) for one, thread in page.threads.items())
