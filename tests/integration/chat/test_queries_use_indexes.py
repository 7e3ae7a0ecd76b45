"""No query of the service reads a whole collection or sorts in memory, however much is stored.

The database's own profiler says what each query of a full round of use really did.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from services.chat.use_cases import attachments, conversions, trash
from services.chat.use_cases.chat import Chat
from shared.mongo import Transaction
from tests.integration.chat.callers import AGENTS, OWN, Workspace

STORED = 1_000


@pytest.fixture
async def profiled(chat: Chat) -> AsyncIterator[Chat]:
    """Every operation is written down meanwhile."""
    await chat.mongo.database.command("profile", 2)
    yield chat
    await chat.mongo.database.command("profile", 0)
    await chat.mongo.collection("system.profile").drop()


async def fill(workspace: Workspace) -> None:
    """Many conversations beside the one that is used."""
    _, path = await workspace.start(name="Zoe", email="zoe@zoo.example")
    rows = workspace.chat.mongo.collection("conversations")
    model = await rows.find_one({"_id": path.rpartition("/")[2]})
    assert model is not None
    await rows.insert_many(
        {
            **model,
            "_id": f"{workspace.id}-{number}",
            "client_id": str(number),
            "updated_at": model["updated_at"] - timedelta(hours=number),
        }
        for number in range(STORED)
    )


async def use_everything(workspace: Workspace) -> None:
    customer, path = await workspace.start("My parcel is late")
    agent = workspace.agent()
    uploaded = (await customer.upload(OWN, b"x")).json()["id"]
    await customer.say(OWN, attachment_ids=[uploaded])
    await agent.say(path, client_id="same")
    await agent.say(path, client_id="same")
    await agent.get(f"{path}/attachments/{uploaded}")
    await agent.thread(path)
    await agent.thread(path, before_seq=3)
    await agent.thread(path, after_seq=1)
    await agent.post(f"{path}/read", {"seq": 2})
    await agent.get(path)
    await agent.get(f"{AGENTS}/counts")
    for status in ({"status": "active"}, {"status": "closed"}, {}):
        page = (await agent.get(AGENTS, limit=20, **status)).json()
        await agent.get(AGENTS, limit=20, **status, cursor=page["next_cursor"] or "")
    for query in ("mia", "parcel"):
        await agent.get(AGENTS, q=query)
    await agent.post(f"{path}/close")
    await attachments.remove_unposted(workspace.chat)
    await delete_and_purge(workspace, path)


async def delete_and_purge(workspace: Workspace, path: str) -> None:
    """Deleted, restored, deleted again and purged."""
    agent, chat, conversation_id = workspace.agent(), workspace.chat, path.rpartition("/")[2]
    for ask in (trash.restore, trash.begin_purge):
        version = (await agent.get(path)).json()["version"]
        await agent.delete(path)
        asked = partial(_asked, ask, chat, workspace.id, conversation_id, version + 1)
        await chat.mongo.transact(asked)
    await conversions.remind(chat)
    await trash.purge_due(chat)


async def _asked(ask: Any, chat: Chat, *which: str | int | Transaction) -> None:
    *named, tx = which
    await ask(chat, tx, *named)


async def profile(chat: Chat) -> list[dict[str, Any]]:
    """What each operation on the service's collections did."""
    entries = chat.mongo.collection("system.profile").find(
        {"ns": {"$not": {"$regex": "system|outbox"}}, "planSummary": {"$exists": True}}
    )
    return await entries.to_list(None)


async def test_every_query_is_answered_by_an_index(workspace: Workspace, profiled: Chat) -> None:
    await fill(workspace)
    await use_everything(workspace)

    done = await profile(profiled)

    touched = {entry["ns"].partition(".")[2] for entry in done}
    assert touched >= {"conversations", "messages", "uploads", "attachments.chunks"}
    assert touched >= {"deleted_conversations", "purges"}
    for entry in done:
        assert "COLLSCAN" not in entry["planSummary"], entry
        # Customers found by the beginning of a word are sorted, the first of them; nothing else.
        is_search = "$elemMatch" in str(entry["command"])
        assert not entry.get("hasSortStage") or is_search, entry


async def test_a_page_of_the_list_reads_no_more_than_it_shows(
    workspace: Workspace, profiled: Chat
) -> None:
    await fill(workspace)
    agent = workspace.agent()

    page = (await agent.get(AGENTS, status="active", limit=20)).json()
    await agent.get(AGENTS, status="active", limit=20, cursor=page["next_cursor"])

    listed = [e for e in await profile(profiled) if e["command"].get("limit") == 21]
    assert len(listed) == 2
    for entry in listed:
        assert entry["docsExamined"] <= 22
        assert entry["keysExamined"] <= 25


async def test_old_pages_and_long_threads_cost_what_new_and_short_ones_do(
    workspace: Workspace, profiled: Chat
) -> None:
    customer, path = await workspace.start()
    for _ in range(60):
        await customer.say(OWN)
    agent = workspace.agent()

    for query in ({}, {"before_seq": 30}, {"after_seq": 30}):
        await agent.thread(path, limit=10, **query)

    read = [e for e in await profile(profiled) if e["command"].get("limit") == 10]
    assert [entry["docsExamined"] for entry in read] == [10, 10, 10]
