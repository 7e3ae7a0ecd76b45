"""A million messages, written straight into the database: what reading and chatting take then.

A fill cannot be undone in between, so what was before and what is after stand one after the other.
"""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from deploy.local import screen
from shared import clock
from tests.load import figures, stored
from tests.load.bench import Bench, Json
from tests.load.figures import Latency

CONVERSATIONS = 10_000
MESSAGES = 100
"""Of each of them."""
BATCH = 5_000
AT_ONCE = 3
RATE = 20
SECONDS = 40


async def measure(bench: Bench) -> Json:
    """Delivery, the list and a thread, before and after."""
    newest = await stored.newest(bench.http, bench.base_url)
    before = await _measured(bench, newest)
    began = time.perf_counter()
    await fill(bench.running.mongo_url("chat"), bench.workspace_id)
    filled_seconds = round(time.perf_counter() - began, 1)
    after = await _measured(bench, newest)
    found = {
        "messages": CONVERSATIONS * MESSAGES,
        "filled_seconds": filled_seconds,
        "before": figures.plain(before),
        "after": figures.plain(after),
        "ratios": {name: round(after[name].p50 / before[name].p50, 2) for name in after},
    }
    rows = {f"{name}, before": row for name, row in before.items()}
    rows |= {f"{name}, after": row for name, row in after.items()}
    screen.say(figures.table(f"{found['messages']} messages more (ms)", rows))
    screen.say(f"filled in {filled_seconds} s; after / before, p50: {found['ratios']}")
    return found


async def _measured(bench: Bench, newest: str) -> dict[str, Latency]:
    read = await stored.measure(bench.http, bench.base_url, newest)
    async with bench.chat.listening():
        outcome = await bench.chat.run(RATE, SECONDS)
    return {"delivery": outcome.delivery, **read}


async def fill(mongo_url: str, workspace_id: str) -> None:
    """Conversations with that many messages each, copies of one that is there."""
    ids = await stored.copies(mongo_url, workspace_id, CONVERSATIONS)
    gate = asyncio.Semaphore(AT_ONCE)
    async with stored.database_at(mongo_url) as database:
        first = await stored.first_message(database, ids[0])

        async def lengthen(some: list[str]) -> None:
            async with gate:
                await database["messages"].insert_many(_rest(first, some), ordered=False)

        together = BATCH // MESSAGES
        batches = [ids[at : at + together] for at in range(0, len(ids), together)]
        await asyncio.gather(*map(lengthen, batches))
        longer = {"$set": {"last_seq": MESSAGES}}
        await database["conversations"].update_many({"_id": {"$in": ids}}, longer)


def _rest(first: dict[str, Any], ids: list[str]) -> Iterator[dict[str, Any]]:
    """Every message of those conversations but the first."""
    for conversation_id in ids:
        for seq in range(2, MESSAGES + 1):
            id_ = clock.new_id()
            own = {"_id": id_, "client_id": id_, "conversation_id": conversation_id, "seq": seq}
            yield {**first, **own}
