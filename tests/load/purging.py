"""Very many deleted conversations whose time is over, and what their purge does to messages."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from deploy.local import screen
from deploy.local.system import System
from shared import clock
from tests.load import figures
from tests.load.chatting import Chat, Outcome

DUE = 10_000
RATE = 20
SECONDS = 60
LONGEST_SECONDS = 60
AT_ONCE = 1000
MESSAGES = 4
_PURGED = {"state": "purged"}

Json = dict[str, Any]
Database = AsyncIOMotorDatabase[Json]


@dataclass(frozen=True, slots=True)
class Purging:
    """Message delivery without and beside the purge, and how many were purged a second."""

    without: Outcome
    beside: Outcome
    per_second: float

    @property
    def ratio(self) -> float:
        """Delivery p99 beside the purge, over without."""
        return round(self.beside.delivery.p99 / self.without.delivery.p99, 2)


async def measure(running: System, http: aiohttp.ClientSession, chat: Chat, key: str) -> Purging:
    """The runs, one after the other, printed; in the workspace with ``key``."""
    without = await chat.run(RATE, SECONDS)
    async with databases(running) as (chats, trash):
        model = await a_deleted_one(http, running.base_url, key, trash)
        await fill(chats, trash, model)
        before, began = await trash["entries"].count_documents(_PURGED), time.perf_counter()
        beside = await chat.run(RATE, SECONDS)
        purged = await trash["entries"].count_documents(_PURGED) - before
        per_second = round(purged / (time.perf_counter() - began), 1)
        await call_off(trash)
    found = Purging(without, beside, per_second)
    _report(found)
    return found


def _report(found: Purging) -> None:
    screen.say(f"\n{DUE} due conversations, {found.per_second}/s purged, {RATE} messages/s")
    rows = {"without": found.without.delivery, "beside": found.beside.delivery}
    screen.say(figures.table("send → seen (ms)", rows))
    screen.say(f"p99 beside / without: {found.ratio}")


@asynccontextmanager
async def databases(running: System) -> AsyncIterator[tuple[Database, Database]]:
    """Chat's and trash's."""
    clients: list[AsyncIOMotorClient[Json]] = [
        AsyncIOMotorClient(running.mongo_url(name), tz_aware=True) for name in ("chat", "trash")
    ]
    chat, trash = (client.get_default_database() for client in clients)
    yield chat, trash
    for client in clients:
        client.close()


async def a_deleted_one(
    http: aiohttp.ClientSession, base_url: str, key: str, trash: Database
) -> Json:
    """The model, of a few messages; its entry in the trash."""
    body = {"client_id": clock.new_id(), "name": "M", "email": "m@shop.example", "text": "Hi"}
    async with http.post(f"{base_url}/widget/v1/{key}/conversations", json=body) as answer:
        conversation_id: str = (await answer.json())["conversation"]["id"]
    path = f"{base_url}/api/v1/conversations/{conversation_id}"
    for number in range(MESSAGES):
        said = {"client_id": clock.new_id(), "text": f"Message {number} of what is purged."}
        async with http.post(f"{path}/messages", json=said) as answer:
            answer.raise_for_status()
    async with http.delete(path) as answer:
        answer.raise_for_status()
    while not (entry := await trash["entries"].find_one({"_id": conversation_id})):
        await asyncio.sleep(0.05)
    return dict(entry)


async def fill(chat: Database, trash: Database, entry: Json) -> None:
    """``DUE`` copies of the model, whose time is over; trash hears of them last."""
    row = await chat["deleted_conversations"].find_one({"_id": entry["_id"]}) or {}
    thread = await chat["messages"].find({"conversation_id": entry["_id"]}).to_list(10)
    over = {"purge_at": clock.now() - timedelta(seconds=1)}
    for _ in range(DUE // AT_ONCE):
        ids = [clock.new_id() for _ in range(AT_ONCE)]
        await chat["deleted_conversations"].insert_many(
            [{**row, "_id": one, "client_id": one} for one in ids]
        )
        await chat["messages"].insert_many(
            [{**m, "_id": clock.new_id(), "conversation_id": one} for one in ids for m in thread]
        )
        await trash["entries"].insert_many([{**entry, "_id": one, **over} for one in ids])


async def call_off(trash: Database) -> None:
    """What was not begun is left out, what was begun ends."""
    await trash["entries"].delete_many({"state": "held"})
    async with asyncio.timeout(LONGEST_SECONDS):
        while await trash["entries"].count_documents({"state": "purging"}):
            await asyncio.sleep(0.1)
