"""``kill -9`` around purges: each ends, whole, and both databases say the same."""

import asyncio
import random

import pytest
from pymongo import AsyncMongoClient

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Customer, Json
from tests.resilience.office import insist, kill_in_turn

CONVERSATIONS = 12
MESSAGES = 3
PAUSE_SECONDS = 0.25
"""Between requests, so that some are before, some in and some after each kill."""

Database = AsyncMongoClient[Json]


@pytest.mark.slow
async def test_kills_around_purges_leave_nothing_and_a_receipt_for_each(system: System) -> None:
    chance = random.Random(7)
    acme = system.workspaces[0]
    async with Agent(system.base_url) as ann:
        await ann.sign_in(acme["agents"][0]["email"], acme["agents"][0]["password"])
        ids = [await a_conversation(system, acme["key"]) for _ in range(CONVERSATIONS)]

        await asyncio.gather(
            purge_all(ann, ids), kill_in_turn(system, chance, *("trash", "chat") * 2)
        )

        async with (
            Database(system.mongo_url("chat")) as chat,
            Database(system.mongo_url("trash")) as trash,
        ):

            async def is_over() -> bool:
                done = {"_id": {"$in": ids}, "state": "purged"}
                entries = trash.get_default_database()["entries"]
                return await entries.count_documents(done) == len(ids)

            await eventually(is_over, seconds=150)
            assert await left_in(chat, ids) == []
        for conversation_id in ids:
            answer = await ann.http.post(f"/api/v1/trash/{conversation_id}/restore")
            assert answer.status_code == 404


async def a_conversation(system: System, key: str) -> str:
    """With a file in one of its messages."""
    async with Customer(system.base_url) as mia:
        conversation = await mia.start(key, "message 1")
        file = (await mia.upload(mia.path, "a.bin", b"x" * 300_000)).json()["id"]
        (await mia.post(mia.path, "a file", attachment_ids=[file])).raise_for_status()
        for number in range(MESSAGES):
            (await mia.post(mia.path, f"message {number}")).raise_for_status()
    return str(conversation["id"])


async def purge_all(ann: Agent, ids: list[str]) -> None:
    """Delete one after the other, and permanently, each until it is accepted or done."""
    for conversation_id in ids:
        await insist(ann, "DELETE", ann.conversation(conversation_id), 204, 404)
        # Until trash has heard of it, and while nothing is lost, it is not found there.
        await insist(ann, "DELETE", f"/api/v1/trash/{conversation_id}", 202)
        await asyncio.sleep(PAUSE_SECONDS)


async def left_in(chat: Database, ids: list[str]) -> list[str]:
    """Which collections still have something of ``ids``, a blob without an owner too."""
    database = chat.get_default_database()
    queries: dict[str, Json] = {
        "conversations": {"_id": {"$in": ids}},
        "deleted_conversations": {"_id": {"$in": ids}},
        "messages": {"conversation_id": {"$in": ids}},
        "uploads": {"conversation_id": {"$in": ids}},
        "purges": {"_id": {"$in": ids}, "is_open": True},
    }
    left = [name for name, q in queries.items() if await database[name].count_documents(q)]
    known = await database["uploads"].distinct("_id")
    orphans = {"files_id": {"$nin": known}}
    return left + ["blobs"] * bool(await database["attachments.chunks"].count_documents(orphans))
