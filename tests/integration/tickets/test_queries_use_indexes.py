"""No query of tickets reads a whole collection or sorts in memory, however much is stored."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.chat.use_cases import conversions
from services.chat.use_cases.chat import Chat
from services.tickets.use_cases.desk import Desk
from shared.mongo import Mongo
from tests.integration.tickets.office import COMPANIES, TICKETS, Office, new_id

STORED = 1_000


@pytest.fixture
async def profiled(desk: Desk, chat: Chat) -> AsyncIterator[tuple[Mongo, Mongo]]:
    """Every operation of both services is written down meanwhile."""
    both = desk.mongo, chat.mongo
    for mongo in both:
        await mongo.database.command("profile", 2)
    yield both
    for mongo in both:
        await mongo.database.command("profile", 0)
        await mongo.collection("system.profile").drop()


async def fill(office: Office, desk: Desk) -> None:
    """Many tickets and companies beside those that are used."""
    ticket = await office.converted()
    tickets, companies = desk.mongo.collection("tickets"), desk.mongo.collection("companies")
    model = await tickets.find_one({"_id": ticket["id"]})
    company = await companies.find_one({"_id": ticket["company"]["id"]})
    assert model is not None
    assert company is not None
    await tickets.insert_many(
        {**model, "_id": new_id(), "conversation_id": new_id(), "number": 10_000 + number}
        for number in range(STORED)
    )
    await companies.insert_many(
        {**company, "_id": new_id(), "key": f"acme {number}"} for number in range(STORED)
    )


async def use_everything(office: Office, chat: Chat) -> None:
    ticket = await office.converted("Broken vase")
    other = await office.company("Globex", domain="globex.example")
    clerk = office.clerk()
    path = f"{TICKETS}/{ticket['id']}"
    patch = {"status": "solved", "company_id": other["id"]}
    await clerk.http.patch(path, json=patch, headers=clerk.headers())
    await clerk.thread(path)
    for query in ({}, {"status": "open"}, {"company_id": ticket["company"]["id"]}, {"q": "vase"}):
        page = (await clerk.get(TICKETS, limit=20, **query)).json()
        await clerk.get(TICKETS, limit=20, **query, cursor=page["next_cursor"] or "1")
    for asked in ({}, {"q": "acm"}, {"domain": "globex.example"}, {"q": "globex acme"}):
        await clerk.get(COMPANIES, limit=20, **asked)
    unused = await office.company("Unused")
    await clerk.http.delete(f"{COMPANIES}/{unused['id']}", headers=clerk.headers())
    await conversions.remind(chat)


async def profile(mongo: Mongo) -> list[dict[str, Any]]:
    """What each operation on the service's collections did."""
    entries = mongo.collection("system.profile").find(
        {"ns": {"$not": {"$regex": "system|outbox"}}, "planSummary": {"$exists": True}}
    )
    return await entries.to_list(None)


async def test_every_query_is_answered_by_an_index(
    office: Office, desk: Desk, chat: Chat, profiled: tuple[Mongo, Mongo]
) -> None:
    await fill(office, desk)
    await use_everything(office, chat)

    done = [entry for mongo in profiled for entry in await profile(mongo)]

    touched = {entry["ns"].partition(".")[2] for entry in done}
    assert touched >= {"companies", "conversions", "tickets", "transcripts", "uploads"}
    for entry in done:
        assert "COLLSCAN" not in entry["planSummary"], entry
        # Tickets found by the beginning of a word are sorted, the first of them; nothing else.
        is_search = "$elemMatch" in str(entry["command"]) and "tickets" in entry["ns"]
        assert not entry.get("hasSortStage") or is_search, entry


async def test_a_list_reads_no_more_than_it_shows(
    office: Office, desk: Desk, profiled: tuple[Mongo, Mongo]
) -> None:
    await fill(office, desk)
    clerk = office.clerk()

    page = (await clerk.get(TICKETS, status="open", limit=20)).json()
    await clerk.get(TICKETS, status="open", limit=20, cursor=page["next_cursor"])
    await clerk.get(COMPANIES, limit=21)
    await clerk.get(COMPANIES, limit=21, q="ac")

    listed = [e for e in await profile(profiled[0]) if e["command"].get("limit") == 21]
    assert len(listed) == 4
    for entry in listed:
        assert entry["docsExamined"] <= 22
