"""Sockets that open are looked after together, and none is let in without a look."""

import asyncio
from collections.abc import Collection
from typing import Any, cast

from gateway.identity.use_cases import Identity
from gateway.live.holding import Holding
from gateway.live.hub import Hub
from gateway.live.inspection import Inspection
from gateway.live.socket import Channel, Listening, Socket
from shared import clock
from shared.mongo import DatabaseError


class Database:
    """All that an inspection asks, in one; ``looks`` counts how often it was asked."""

    def __init__(self, failures: int = 0) -> None:
        self.looks = 0
        self._failures = failures

    clock = staticmethod(clock.now)

    @property
    def repository(self) -> "Database":
        return self

    credentials = workspaces = agents = repository

    async def alive(self, *_: Any) -> set[str]:
        self.looks += 1
        await asyncio.sleep(0)
        if self.looks <= self._failures:
            raise DatabaseError
        return set()

    async def among(self, _: Collection[str]) -> list[Any]:
        await asyncio.sleep(0)
        return []


def an_inspection(database: Database) -> Inspection:
    holding = Holding(lambda: None)
    return Inspection(Hub(), holding, cast("Identity", database))


async def open_at_once(inspection: Inspection, count: int) -> list[BaseException | None]:
    """How the look at each of so many sockets ended."""
    channel = cast("Channel", None)
    sockets = [Socket(channel, Listening("w1", conversation_id=str(n))) for n in range(count)]
    looks = map(inspection.inspect_newcomer, sockets)
    return await asyncio.gather(*looks, return_exceptions=True)


async def test_a_thousand_that_open_at_once_cost_two_looks() -> None:
    database = Database()
    assert await open_at_once(an_inspection(database), 1_000) == [None] * 1_000
    assert database.looks <= 2


async def test_who_comes_later_is_looked_at_anew() -> None:
    database = Database()
    inspection = an_inspection(database)
    await open_at_once(inspection, 1)
    await open_at_once(inspection, 1)
    assert database.looks == 2


async def test_nobody_is_let_in_by_a_look_that_failed_and_the_next_is_a_new_one() -> None:
    inspection = an_inspection(Database(failures=1))
    ended = await open_at_once(inspection, 10)
    assert all(isinstance(one, DatabaseError) for one in ended)
    assert await open_at_once(inspection, 1) == [None]


async def test_who_gives_up_does_not_end_the_look_of_the_others() -> None:
    inspection = an_inspection(Database())
    impatient = asyncio.create_task(open_at_once(inspection, 1))
    others = asyncio.create_task(open_at_once(inspection, 10))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await others == [None] * 10
