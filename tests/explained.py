"""Whether every query of a database was answered by an index: the server's own profiler writes down
those that read a whole collection, or sorted what they found.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

Json = dict[str, Any]

NOT_BY_INDEX = {
    "$or": [{"planSummary": {"$regex": "COLLSCAN"}}, {"hasSortStage": True}],
    "ns": {"$not": {"$regex": r"\.system\."}},
}


@asynccontextmanager
async def answered_by_indexes(admin_url: str, databases: Iterable[str]) -> AsyncIterator[None]:
    """Raises ``AssertionError`` at the end, with each query meanwhile that was not.

    Nothing else is written down, so it costs nothing and nothing is lost of it. A server that is
    started again meanwhile has forgotten to look.
    """
    async with AsyncMongoClient[Json](admin_url) as client:
        watched = [client[name] for name in databases]
        for database in watched:
            await database.command("profile", 1, filter=NOT_BY_INDEX)
        yield
        found: Counter[str] = Counter()
        for database in watched:
            await database.command("profile", 0, filter="unset")
            found.update(await _written_down(database))
            await database["system.profile"].drop()
    assert not found, [*found]


async def _written_down(database: AsyncDatabase[Json]) -> list[str]:
    """Each of them, but those that find by the beginning of a word and sort the first of it."""
    entries = await database["system.profile"].find({}).to_list()
    return [
        _in_words(entry)
        for entry in entries
        if "COLLSCAN" in entry["planSummary"] or "$elemMatch" not in str(entry["command"])
    ]


def _in_words(entry: Json) -> str:
    """What it did, which collection, by which members it was searched, and how."""
    command: Json = entry["command"]
    found: Json = command.get("filter") or command.get("query") or command.get("q") or {}
    return f"{entry['op']} {entry['ns']} by {[*found]}: {entry['planSummary']}"
