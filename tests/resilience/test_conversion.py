"""``kill -9`` around conversions: one ticket each, and both databases say the same."""

import asyncio
import random

import pytest
from pymongo import AsyncMongoClient

from deploy.local.process import Process
from deploy.local.system import System
from tests.people import Agent, Customer, Json
from tests.resilience.office import a_company, insist, is_converted, kill_in_turn, signed_in

CONVERSATIONS = 12
MESSAGES = 3
PAUSE_SECONDS = 0.25
"""Between requests, so that some are before, some in and some after each kill."""

Database = AsyncMongoClient[Json]


@pytest.mark.slow
async def test_kills_around_conversions_leave_one_ticket_for_each(system: System) -> None:
    chance = random.Random(7)
    acme = system.workspaces[0]
    async with signed_in(system, 0) as ann, signed_in(system, 1) as ben:
        company = await a_company(ann)
        ids = [await a_closed_conversation(system, ann, acme["key"]) for _ in range(CONVERSATIONS)]

        await asyncio.gather(
            convert_all(ann, ids, company),
            convert_all(ben, ids[::-1], company),
            kill_in_turn(system, chance, *("tickets", "chat") * 2),
        )

        for conversation_id in ids:
            await is_converted(ann, conversation_id)
    await both_databases_agree(system, ids)


@pytest.mark.slow
async def test_fifty_conversions_at_once_through_two_gateways_and_kills_make_one_ticket(
    system: System, second_gateway: Process
) -> None:
    chance = random.Random(11)
    async with (
        signed_in(system, 0) as ann,
        signed_in(system, 1, second_gateway.program.url) as ben,
    ):
        company = await a_company(ann)
        chat = await a_closed_conversation(system, ann, system.workspaces[0]["key"])

        path = f"{ann.conversation(chat)}/ticket"
        requests = (convert(agent, path, company) for agent in (ann, ben) for _ in range(25))
        await asyncio.gather(kill_in_turn(system, chance, *("tickets", "chat") * 2), *requests)

        await is_converted(ben, chat)
    await both_databases_agree(system, [chat])


async def a_closed_conversation(system: System, ann: Agent, key: str) -> str:
    async with Customer(system.base_url) as mia:
        conversation = await mia.start(key, "message 1")
        for number in range(2, MESSAGES + 1):
            (await mia.post(mia.path, f"message {number}")).raise_for_status()
    path = ann.conversation(conversation["id"])
    (await ann.http.post(f"{path}/close")).raise_for_status()
    return str(conversation["id"])


async def convert_all(agent: Agent, ids: list[str], company: str) -> None:
    """One request after the other, each until it is accepted."""
    for conversation_id in ids:
        await convert(agent, f"{agent.conversation(conversation_id)}/ticket", company)
        await asyncio.sleep(PAUSE_SECONDS)


async def convert(agent: Agent, path: str, company: str) -> None:
    body = {"subject": "Late parcel", "company_id": company}
    await insist(agent, "POST", path, 202, json=body)


async def both_databases_agree(system: System, ids: list[str]) -> None:
    """``converted`` ⇔ there is a ticket, one, whole, with a number of its own."""
    async with (
        Database(system.mongo_url("chat")) as chat,
        Database(system.mongo_url("tickets")) as tickets,
    ):
        wanted = {"_id": {"$in": ids}, "conversion.state": "created"}
        rows = await chat.get_default_database()["conversations"].find(wanted).to_list()
        converted = {row["_id"]: row["conversion"]["ticket_id"] for row in rows}
        desk = tickets.get_default_database()
        found = await desk["tickets"].find({"conversation_id": {"$in": ids}}).to_list()
        kept = [
            await desk["transcripts"].distinct("seq", {"ticket_id": ticket["_id"]})
            for ticket in found
        ]
        under_way = await desk["conversions"].count_documents({"conversation_id": {"$in": ids}})
    assert sorted(converted) == sorted(ids)
    assert {t["conversation_id"]: t["_id"] for t in found} == converted
    assert len(found) == len({ticket["number"] for ticket in found}) == len(ids)
    assert kept == [list(range(1, MESSAGES + 1))] * len(ids)
    assert under_way == 0
