"""Latency of the list and of a thread with few and with many conversations stored."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from shared import clock
from tests.load import figures
from tests.load.figures import Latency

BATCH = 2_000
REQUESTS = 200

Database = AsyncIOMotorDatabase[dict[str, Any]]


async def fill(mongo_url: str, workspace_id: str, upto: int) -> list[str]:
    """Copies of the workspace's newest conversation, until there are ``upto``; the copies' ids."""
    async with database_at(mongo_url) as database:
        there = await database["conversations"].count_documents({"workspace_id": workspace_id})
    return await copies(mongo_url, workspace_id, upto - there)


async def copies(mongo_url: str, workspace_id: str, count: int) -> list[str]:
    """So many copies of the workspace's newest conversation, with its first message; their ids."""
    async with database_at(mongo_url) as database:
        own = {"workspace_id": workspace_id}
        model = await database["conversations"].find_one(own, sort=[("_id", -1)], hint="_id_")
        assert model is not None
        first = await first_message(database, model["_id"])
        made: list[str] = []
        while len(made) < count:
            ids = [clock.new_id() for _ in range(min(BATCH, count - len(made)))]
            await database["conversations"].insert_many(
                {
                    **model,
                    "_id": copy,
                    "client_id": copy,
                    "updated_at": model["updated_at"] - timedelta(seconds=len(made) + number + 1),
                }
                for number, copy in enumerate(ids)
            )
            await database["messages"].insert_many(
                {**first, "_id": clock.new_id(), "conversation_id": copy, "client_id": copy}
                for copy in ids
            )
            made += ids
    return made


async def forget(mongo_url: str, copies: list[str]) -> None:
    """Take conversations that ``copies`` made away again."""
    async with database_at(mongo_url) as database:
        await database["conversations"].delete_many({"_id": {"$in": copies}})
        await database["messages"].delete_many({"conversation_id": {"$in": copies}})


async def lengthen(mongo_url: str, conversation_id: str, upto: int) -> None:
    """Copies of the conversation's first message, until the last one's ``seq`` is ``upto``."""
    async with database_at(mongo_url) as database:
        own = {"conversation_id": conversation_id}
        first = await first_message(database, conversation_id)
        last = await database["messages"].find_one(own, sort=[("seq", -1)])
        assert last is not None
        for start in range(last["seq"] + 1, upto + 1, BATCH):
            await database["messages"].insert_many(
                {**first, "_id": clock.new_id(), "client_id": clock.new_id(), "seq": seq}
                | {"text": f"Message {seq}. " * (1 + seq % 7)}
                for seq in range(start, min(start + BATCH, upto + 1))
            )
        longer = {"$set": {"last_seq": upto}}
        await database["conversations"].update_one({"_id": conversation_id}, longer)


@asynccontextmanager
async def database_at(mongo_url: str) -> AsyncIterator[Database]:
    """The one that the URL names."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(mongo_url, tz_aware=True)
    yield client.get_default_database()
    client.close()


async def first_message(database: Database, conversation_id: str) -> dict[str, Any]:
    """Of a conversation that there is."""
    first = await database["messages"].find_one({"conversation_id": conversation_id, "seq": 1})
    assert first is not None
    return dict(first)


async def newest(http: aiohttp.ClientSession, base_url: str) -> str:
    """The id of the conversation at the head of the list."""
    async with http.get(f"{base_url}/api/v1/conversations") as answer:
        return str((await answer.json())["items"][0]["id"])


async def measure(
    http: aiohttp.ClientSession, base_url: str, conversation_id: str
) -> dict[str, Latency]:
    """The first page of the list and the newest messages of one thread."""
    conversations = f"{base_url}/api/v1/conversations"
    return {
        "list": await _timed(http, f"{conversations}?status=active"),
        "thread": await _timed(http, f"{conversations}/{conversation_id}/messages"),
    }


async def _timed(http: aiohttp.ClientSession, url: str) -> Latency:
    seconds = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        async with http.get(url) as answer:
            answer.raise_for_status()
            await answer.read()
        seconds.append(time.perf_counter() - began)
    return figures.latency(seconds)
