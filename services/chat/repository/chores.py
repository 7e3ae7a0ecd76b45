"""When something was done last that is to be done again after a while, by whichever replica."""

from datetime import datetime

from shared.mongo import Mongo


class Chores:
    """One document per chore, under its name."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("chores")

    async def ensure_indexes(self) -> None:
        """A chore is found by its id."""

    async def last_done(self, name: str, now: datetime) -> datetime:
        """When; ``now`` for one that is new, which is noted."""
        first = {"$setOnInsert": {"done_at": now}}
        await self._rows.update_one({"_id": name}, first, upsert=True)
        found = await self._rows.find_one({"_id": name})
        assert found is not None  # noqa: S101 - narrows: nobody removes it
        done_at: datetime = found["done_at"]
        return done_at

    async def done(self, name: str, now: datetime) -> None:
        """It was done ``now``."""
        await self._rows.update_one({"_id": name}, {"$set": {"done_at": now}})
