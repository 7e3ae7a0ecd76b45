"""Many agents, several processes, services that come and go, very long threads: one ticket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from services.chat import main as chat_main
from services.chat.use_cases.chat import Chat
from services.tickets import main as tickets_main
from services.tickets.use_cases.desk import Desk
from shared.settings import ServiceSettings
from tests.integration.reaching import way_to
from tests.integration.tickets.office import TICKETS, Office, new_id
from tests.servers import Broker, MongoServer

LONG = 10_000


@pytest.fixture
async def replicas(settings: dict[str, ServiceSettings], office: Office) -> AsyncIterator[Office]:
    """The same workspace, reached through second processes of both services."""
    async with AsyncExitStack() as running:
        apps = [chat_main.create(settings["chat"]), tickets_main.create(settings["tickets"])]
        for app in apps:
            await running.enter_async_context(app.router.lifespan_context(app))
        ways = [await running.enter_async_context(way_to(app)) for app in apps]
        yield replace(office, chat=ways[0], tickets=ways[1])


async def test_fifty_conversions_at_once_make_one_ticket(
    office: Office, replicas: Office, desk: Desk
) -> None:
    companies = [await office.company(name) for name in ("Acme", "Globex")]
    _, path = await office.closed()

    answers = await asyncio.gather(
        *(
            (office, replicas)[n % 2].convert(
                path, companies[n % 3 % 2]["id"], f"Subject {n}", name=f"Agent{n}"
            )
            for n in range(50)
        )
    )
    link = await office.outcome(path)

    assert {answer.status_code for answer in answers} == {202}
    page = (await office.clerk().get(TICKETS)).json()
    assert [ticket["id"] for ticket in page["items"]] == [link["id"]]
    conversation_id = path.rpartition("/")[2]
    rows = desk.mongo.collection("tickets").find({"conversation_id": conversation_id})
    assert len(await rows.to_list(None)) == 1


async def test_many_conversations_at_once_get_every_number_once(
    office: Office, replicas: Office
) -> None:
    company = await office.company()
    paths = [(await office.closed())[1] for _ in range(20)]

    await asyncio.gather(
        *((office, replicas)[n % 2].convert(path, company["id"]) for n, path in enumerate(paths))
    )
    numbers = [(await office.outcome(path))["number"] for path in paths]

    assert sorted(numbers) == list(range(1001, 1021))


async def test_tickets_may_be_down_while_a_ticket_is_asked_for(
    mongo_server: MongoServer,
    amqp_server: Broker,
    office: Office,
    settings: dict[str, ServiceSettings],
) -> None:
    async with (
        mongo_server.fresh() as chat_url,
        mongo_server.fresh() as tickets_url,
        amqp_server.fresh() as amqp_url,
    ):
        own = {
            name: settings[name].model_copy(update={"mongo_url": url, "amqp_url": amqp_url})
            for name, url in (("chat", chat_url), ("tickets", tickets_url))
        }
        chat = chat_main.create(own["chat"])
        async with chat.router.lifespan_context(chat), way_to(chat) as to_chat:
            there = replace(office, chat=to_chat)
            tickets = tickets_main.create(own["tickets"])
            async with tickets.router.lifespan_context(tickets), way_to(tickets) as way:
                company = await replace(there, tickets=way).company()
            _, path = await there.closed()
            assert (await there.convert(path, company["id"])).json()["ticket"] == {
                "state": "requested",
                "id": None,
                "number": None,
                "reason": None,
            }
            assert (await there.agent().get(path)).json()["ticket"]["state"] == "requested"

            tickets = tickets_main.create(own["tickets"])
            async with tickets.router.lifespan_context(tickets), way_to(tickets) as way:
                link = await there.outcome(path)
                found = await replace(there, tickets=way).ticket(link["id"])

    assert found["number"] == link["number"] == 1001


async def test_a_thread_of_ten_thousand_messages_goes_along_whole(
    office: Office, chat: Chat
) -> None:
    company = await office.company()
    _, path = await office.started()
    await lengthen(chat, path.rpartition("/")[2], LONG)
    await office.agent().post(f"{path}/close")

    await office.convert(path, company["id"])
    link = await office.outcome(path, seconds=120)

    transcript = await office.transcript(link["id"])
    assert [message["seq"] for message in transcript] == list(range(1, LONG + 1))
    assert transcript[-1]["text"] == f"message {LONG}"
    assert (await office.ticket(link["id"]))["last_seq"] == LONG


async def lengthen(chat: Chat, conversation_id: str, count: int) -> None:
    """As if ``count`` messages had been written; one by one would take minutes."""
    rows = chat.mongo.collection("messages")
    model = await rows.find_one({"conversation_id": conversation_id})
    assert model is not None
    await rows.insert_many(
        {**model, "_id": new_id(), "seq": seq, "client_id": new_id(), "text": f"message {seq}"}
        for seq in range(2, count + 1)
    )
    await chat.mongo.collection("conversations").update_one(
        {"_id": conversation_id}, {"$set": {"last_seq": count}}
    )
