"""Whatever a broker may do to events between chat and tickets: one ticket, and both agree."""

import random
from collections.abc import AsyncIterator

import pytest

from services.chat.domain.conversations import Conversation
from services.chat.domain.messages import Draft
from services.chat.domain.people import Customer
from services.chat.domain.tickets import Wish
from services.chat.use_cases import commands, conversions, posting, starting
from services.tickets.domain import Company
from services.tickets.use_cases.companies import add_company, delete_company
from shared.identity import Principal
from tests.integration.tickets.broker import Carried, carried
from tests.servers import MongoServer

WORKSPACE = "w1"
ANN = Principal(kind="agent", id="ann", workspace_id=WORKSPACE, name="Ann", role="agent")
MESSAGES = 7
PART = 2
"""Messages of one part here, so that a transcript takes several."""


@pytest.fixture
async def both(
    mongo_server: MongoServer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Carried]:
    """Both services, empty."""
    monkeypatch.setattr(conversions, "PART_MESSAGES", PART)
    async with (
        mongo_server.fresh() as chat_url,
        mongo_server.fresh() as tickets_url,
        carried(chat_url, tickets_url) as both,
    ):
        yield both


async def a_closed_conversation(both: Carried) -> Conversation:
    mia = Customer("mia", "Mia Torres", "mia@shop.example")
    draft = Draft(both.chat.new_id(), "message 1")
    started, _ = await starting.start_conversation(both.chat, WORKSPACE, mia, draft)
    conversation_id = started.conversation.id
    for number in range(2, MESSAGES + 1):
        draft = Draft(both.chat.new_id(), f"message {number}")
        await posting.post_message(both.chat, ANN, conversation_id, draft)
    return await commands.close_conversation(both.chat, ANN, conversation_id)


async def a_company(both: Carried) -> Company:
    company, _ = await add_company(both.desk, WORKSPACE, "Acme", None)
    return company


async def ask(both: Carried, conversation: Conversation, company: Company) -> None:
    wish = Wish("Late parcel", company.id)
    await conversions.request_conversion(both.chat, ANN, conversation.id, wish)


async def they_agree(both: Carried, conversation: Conversation) -> str:
    """One of: ``created``, with a whole ticket; ``rejected``, with none."""
    found = await both.chat.conversations.find(WORKSPACE, conversation.id)
    rows = both.desk.mongo.collection
    tickets = await rows("tickets").find({"conversation_id": conversation.id}).to_list(None)
    kept = await rows("transcripts").find({}).sort("seq", 1).to_list(None)
    assert found.conversion is not None
    if found.conversion.state == "created":
        assert [found.conversion.ticket_id] == [ticket["_id"] for ticket in tickets]
        assert [message["seq"] for message in kept] == list(range(1, MESSAGES + 1))
    else:
        assert found.conversion.state == "rejected"
        assert (tickets, kept) == ([], [])
    assert await rows("conversions").count_documents({}) == 0
    named = [row["tickets"] async for row in rows("companies").find({})]
    assert sum(named) == len(tickets)
    return found.conversion.state


@pytest.mark.parametrize("seed", range(12))
async def test_repeated_late_and_out_of_order_there_is_one_ticket(both: Carried, seed: int) -> None:
    company, conversation = await a_company(both), await a_closed_conversation(both)

    await ask(both, conversation, company)
    await both.deliver_all(random.Random(seed))

    assert await they_agree(both, conversation) == "created"


@pytest.mark.parametrize("seed", range(6))
async def test_after_a_rejection_another_attempt_makes_a_ticket(both: Carried, seed: int) -> None:
    gone, conversation = await a_company(both), await a_closed_conversation(both)
    await delete_company(both.desk, WORKSPACE, gone.id)
    chance = random.Random(seed)
    await ask(both, conversation, gone)
    await both.deliver_all(chance)
    assert await they_agree(both, conversation) == "rejected"

    await ask(both, conversation, await a_company(both))
    await both.deliver_all(chance)

    assert await they_agree(both, conversation) == "created"


async def test_a_late_rejection_does_not_end_the_next_attempt(both: Carried) -> None:
    gone, conversation = await a_company(both), await a_closed_conversation(both)
    await delete_company(both.desk, WORKSPACE, gone.id)
    await ask(both, conversation, gone)
    await both.remind()
    for request in await both.said():
        await both.deliver(request)
    first, second = await both.said()

    await both.deliver(first)
    await ask(both, conversation, await a_company(both))
    await both.deliver(second)
    found = await both.chat.conversations.find(WORKSPACE, conversation.id)
    assert found.conversion is not None
    assert found.conversion.state == "requested"
    await both.deliver_all(random.Random(0))

    assert await they_agree(both, conversation) == "created"


async def test_a_request_without_an_answer_is_said_again(both: Carried) -> None:
    company, conversation = await a_company(both), await a_closed_conversation(both)
    await ask(both, conversation, company)
    await both.lose_all()

    await conversions.remind(both.chat)
    await both.deliver_all(random.Random(0))
    found = await both.chat.conversations.find(WORKSPACE, conversation.id)
    assert found.conversion is not None
    assert found.conversion.state == "requested"

    await both.remind()
    await both.deliver_all(random.Random(0))
    assert await they_agree(both, conversation) == "created"


async def test_a_company_deleted_in_between_is_a_rejection(both: Carried) -> None:
    company, conversation = await a_company(both), await a_closed_conversation(both)
    await ask(both, conversation, company)
    await delete_company(both.desk, WORKSPACE, company.id)

    await both.deliver_all(random.Random(0))

    assert await they_agree(both, conversation) == "rejected"
