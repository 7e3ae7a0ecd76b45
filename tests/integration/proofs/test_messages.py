"""Messages: without its mechanism, each promise about them is broken, and the checker says so."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from services.chat.domain import conversations
from services.chat.domain.conversations import Conversation
from services.chat.main import SUBSCRIPTIONS
from services.chat.repository import conversations as rows
from services.chat.repository import documents
from shared import clock, telemetry
from shared.batches import Batches
from shared.contracts.events import Event, envelope
from shared.contracts.notification_events import NotificationSent
from shared.inbox import Inbox
from shared.mongo import Collection, Mongo, Transaction
from tests.integration.proofs.conftest import Shop
from tests.integration.tickets.office import new_id
from tests.resilience.soak.marks import mark

ON_AND_OFF = pytest.mark.parametrize("is_on", [True, False], ids=["on", "off"])
AT_ONCE = 8


@ON_AND_OFF
async def test_without_its_unique_key_a_repeated_message_is_stored_twice(
    shop: Shop, *, is_on: bool
) -> None:
    if not is_on:
        await shop.chat.mongo.collection("messages").drop_index("client_id")
    customer, _ = await shop.office.started()
    client_id = new_id()
    for _ in range(2):
        await shop.post(customer, "/widget/v1/conversation", client_id=client_id)
    assert await shop.accuses("acknowledged") is not is_on


@ON_AND_OFF
async def test_without_the_inbox_an_event_that_comes_twice_has_two_effects(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, *, is_on: bool
) -> None:
    """The unique key of messages would hide it, so it is away both times."""
    await shop.chat.mongo.collection("messages").drop_index("client_id")
    if not is_on:
        monkeypatch.setattr(Inbox, "once", _consulting_nothing)
    inbox = Inbox(shop.chat.mongo)
    await inbox.start()
    _, path = await shop.office.started()
    event = _mailed(shop.office.id, path.rpartition("/")[2])
    queue = inbox.queue(SUBSCRIPTIONS[1], shop.chat)
    for _ in range(2):
        await queue.handlers[NotificationSent](event)
    assert await shop.accuses("acknowledged") is not is_on


@ON_AND_OFF
async def test_without_transactions_and_the_key_under_them_the_order_is_not_dense(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, *, is_on: bool
) -> None:
    if not is_on:
        await shop.chat.mongo.collection("messages").drop_index("seq")
        monkeypatch.setattr(Mongo, "transact", _without_transaction)
        monkeypatch.setattr(Batches, "ask", _alone)
    customer, _ = await shop.office.started()
    posts = [shop.post(customer, "/widget/v1/conversation") for _ in range(AT_ONCE)]
    await asyncio.gather(*posts)
    assert await shop.accuses("order") is not is_on


@ON_AND_OFF
async def test_without_the_reply_guard_a_blind_reply_is_accepted(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, *, is_on: bool
) -> None:
    if not is_on:
        monkeypatch.setattr(conversations, "_hold_blind_reply", lambda *_: None)
    _, path = await shop.office.started()
    for name in ("Ann", "Ben"):
        await shop.post(shop.office.agent(name), path, last_seen_seq=1)
    assert await shop.accuses("guard") is not is_on


@ON_AND_OFF
async def test_without_the_workspace_in_the_query_a_stranger_sees_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, *, is_on: bool
) -> None:
    if not is_on:
        monkeypatch.setattr(rows, "_find", _find_in_any_workspace)
    _, path = await shop.office.started(f"{mark('ours')} is late")
    stranger = shop.office.elsewhere().agent()
    shop.attempts(stranger).look((await stranger.get(path)).text)
    assert await shop.accuses("isolation") is not is_on


def _mailed(workspace_id: str, conversation_id: str) -> Event[Any]:
    """The notifier says that a transcript was mailed, which is noted in the thread."""
    told = NotificationSent(
        delivery_id=new_id(),
        purpose="transcript",
        channel="email",
        conversation_id=conversation_id,
        agent_id=None,
        request_id=new_id(),
        to="m…@shop.example",
    )
    return envelope(
        told,
        event_id=new_id(),
        source="/tests",
        subject=new_id(),
        workspace_id=workspace_id,
        sequence=1,
        time=clock.now(),
        traceparent=telemetry.new_traceparent(),
    )


def _consulting_nothing(
    inbox: Inbox, _: str, effect: Callable[[Transaction, Event[Any]], Awaitable[None]]
) -> Callable[[Event[Any]], Awaitable[None]]:
    """As ``Inbox.once``, without the row that says what was heard."""

    async def handle(event: Event[Any]) -> None:
        await inbox._mongo.transact(lambda tx: effect(tx, event))

    return handle


async def _without_transaction(
    mongo: Mongo, attempt: Callable[[Transaction], Awaitable[Any]], *, turns: object = ()
) -> Any:
    """As ``Mongo.transact``, in a session and no more."""
    async with await mongo._client.start_session() as session:
        tx = Transaction(session)
        result = await attempt(tx)
    tx.tell_committed()
    return result


async def _find_in_any_workspace(
    collection: Collection, _: str, conversation_id: str, tx: Transaction | None
) -> Conversation | None:
    found = await collection.find_one({"_id": conversation_id}, session=tx and tx.session)
    return None if found is None else documents.to_conversation(found)


async def _alone(_: object, __: str, asked: Any, handle: Any) -> Any:
    """Each by itself, so that they can come between one another."""
    [answer] = await handle([asked])
    if isinstance(answer, Exception):
        raise answer
    return answer
