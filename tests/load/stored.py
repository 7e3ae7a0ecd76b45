"""Latency of the list and of a thread with few and with many conversations stored."""

import time
from datetime import timedelta
from typing import Any

import aiohttp
from motor.motor_asyncio import AsyncIOMotorClient

from shared import clock
from tests.load import figures
from tests.load.figures import Latency

BATCH = 2_000
REQUESTS = 200


async def fill(mongo_url: str, workspace_id: str, upto: int) -> list[str]:
    """Copies of the workspace's newest conversation, until there are ``upto``; the copies' ids."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(mongo_url)
    database = client.get_default_database()
    own = {"workspace_id": workspace_id}
    model = await database["conversations"].find_one(own, sort=[("updated_at", -1)])
    assert model is not None
    first = await database["messages"].find_one({"conversation_id": model["_id"], "seq": 1})
    assert first is not None
    missing = upto - await database["conversations"].count_documents(own)
    copies: list[str] = []
    for start in range(0, missing, BATCH):
        ids = [clock.new_id() for _ in range(min(BATCH, missing - start))]
        await database["conversations"].insert_many(
            {
                **model,
                "_id": copy,
                "client_id": copy,
                "updated_at": model["updated_at"] - timedelta(seconds=start + number + 1),
            }
            for number, copy in enumerate(ids)
        )
        await database["messages"].insert_many(
            {**first, "_id": clock.new_id(), "conversation_id": copy, "client_id": copy}
            for copy in ids
        )
        copies += ids
    client.close()
    return copies


async def forget(mongo_url: str, copies: list[str]) -> None:
    """Take conversations that ``fill`` made away again."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(mongo_url)
    database = client.get_default_database()
    await database["conversations"].delete_many({"_id": {"$in": copies}})
    await database["messages"].delete_many({"conversation_id": {"$in": copies}})
    client.close()


async def lengthen(mongo_url: str, conversation_id: str, upto: int) -> None:
    """Copies of the conversation's first message, until the last one's ``seq`` is ``upto``."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(mongo_url)
    database = client.get_default_database()
    own = {"conversation_id": conversation_id}
    first = await database["messages"].find_one({**own, "seq": 1})
    last = await database["messages"].find_one(own, sort=[("seq", -1)])
    assert first is not None
    assert last is not None
    for start in range(last["seq"] + 1, upto + 1, BATCH):
        await database["messages"].insert_many(
            {**first, "_id": clock.new_id(), "client_id": clock.new_id(), "seq": seq}
            | {"text": f"Message {seq}. " * (1 + seq % 7)}
            for seq in range(start, min(start + BATCH, upto + 1))
        )
    longer = {"$set": {"last_seq": upto}}
    await database["conversations"].update_one({"_id": conversation_id}, longer)
    client.close()


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
