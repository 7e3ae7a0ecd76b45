"""Very many deleted conversations whose time is over, and what their purge does to messages."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from deploy.local import screen
from deploy.local.mongod import ADMIN
from shared import clock
from tests.load import stored, windows
from tests.load.bench import Bench, Json
from tests.load.stored import Database

DUE = 10_000
LONGEST_SECONDS = 60
AT_ONCE = 1000
MESSAGES = 4
_PURGED = {"state": "purged"}


async def measure(bench: Bench) -> Json:
    """In every other window they are due; in the others they wait for a day that does not come.

    What puts them off, or no longer, rewrites them all: that is on disk before a window begins.
    """
    running, rates = bench.running, list[float]()
    async with (
        stored.database_at(running.mongo_url("chat")) as chats,
        stored.database_at(running.mongo_url("trash")) as trash,
        stored.database_at(running.mongo_url(ADMIN)) as server,
    ):
        await fill(chats, trash, await a_deleted_one(bench, trash))

        @asynccontextmanager
        async def due() -> AsyncIterator[None]:
            await put_off(trash, -timedelta(seconds=1))
            await server.client.admin.command("fsync")
            before, began = await trash["entries"].count_documents(_PURGED), time.perf_counter()
            yield
            purged = await trash["entries"].count_documents(_PURGED) - before
            rates.append(purged / (time.perf_counter() - began))
            await put_off(trash, timedelta(days=1))
            await ended(trash)
            await server.client.admin.command("fsync")

        compared = await windows.compare(bench.chat, due)
        await trash["entries"].delete_many({"state": "held"})
    per_second = round(sum(rates) / len(rates), 1)
    windows.report(f"{DUE} due conversations", compared)
    screen.say(f"{per_second} purged a second")
    return {**compared.plain(), "per_second": per_second}


async def a_deleted_one(bench: Bench, trash: Database) -> Json:
    """The model, of a few messages; its entry in the trash."""
    http, base_url = bench.http, bench.base_url
    body = {"client_id": clock.new_id(), "name": "M", "email": "m@shop.example", "text": "Hi"}
    async with http.post(f"{base_url}/widget/v1/{bench.key}/conversations", json=body) as answer:
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
    """``DUE`` copies of the model, due in a day; trash hears of them last."""
    row = await chat["deleted_conversations"].find_one({"_id": entry["_id"]}) or {}
    thread = await chat["messages"].find({"conversation_id": entry["_id"]}).to_list(10)
    waits = {"purge_at": clock.now() + timedelta(days=1)}
    for _ in range(DUE // AT_ONCE):
        ids = [clock.new_id() for _ in range(AT_ONCE)]
        await chat["deleted_conversations"].insert_many(
            [{**row, "_id": one, "client_id": one} for one in ids]
        )
        await chat["messages"].insert_many(
            [{**m, "_id": clock.new_id(), "conversation_id": one} for one in ids for m in thread]
        )
        await trash["entries"].insert_many([{**entry, "_id": one, **waits} for one in ids])


async def put_off(trash: Database, by: timedelta) -> None:
    """Let what is held be due in so long."""
    due = {"$set": {"purge_at": clock.now() + by}}
    await trash["entries"].update_many({"state": "held"}, due)


async def ended(trash: Database) -> None:
    """Returns when what was begun is purged."""
    async with asyncio.timeout(LONGEST_SECONDS):
        while await trash["entries"].count_documents({"state": "purging"}):
            await asyncio.sleep(0.1)
