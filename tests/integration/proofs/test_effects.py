"""What follows from conversations: without its mechanism a ticket comes twice or never, a mail
comes twice, a purge comes too early, and the checker says so.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest
from fastapi import FastAPI
from pymongo import AsyncMongoClient

from services.chat.use_cases import conversions
from services.notifier.use_cases import alerts, sending
from services.notifier.use_cases.notifier import Notifier
from services.tickets import domain
from services.tickets import main as tickets_main
from services.tickets.domain import CompanyName, Conversion, Person, Requester
from services.tickets.use_cases.desk import Desk
from services.trash import main as trash_main
from services.trash.settings import TrashSettings
from shared import clock
from shared.bus.consumer import Consumer
from shared.mongo import DuplicateKey, Transaction
from shared.settings import ServiceSettings
from tests import servers
from tests.eventually import eventually
from tests.integration.notifier.scene import Scene
from tests.integration.notifier.smtp import MailServer
from tests.integration.proofs.conftest import Shop
from tests.integration.reaching import way_to
from tests.people import Json
from tests.resilience.soak import reading
from tests.resilience.soak.checkers import CHECKERS
from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Delivery, Mail, Stored, Ticket

ON_AND_OFF = pytest.mark.parametrize("is_on", [True, False], ids=["on", "off"])
COURIERS = 4
ANN = Person("agent", "ann", "Ann")


@ON_AND_OFF
async def test_without_its_unique_key_a_conversation_has_two_tickets(
    shop: Shop, mongo_server: servers.MongoServer, *, is_on: bool
) -> None:
    async with mongo_server.fresh() as url, started_tickets(shop, url) as app:
        desk: Desk = app.state.desk
        if not is_on:
            await desk.mongo.collection("tickets").drop_index("conversation")
        for number in (1001, 1002):
            with suppress(DuplicateKey):
                await add_ticket(desk, "c1", number)
        stored = Stored(tickets=await all_tickets(url))
    assert bool(list(CHECKERS["tickets"](Record(), stored))) is not is_on


@ON_AND_OFF
async def test_without_retries_a_conversation_waits_for_its_ticket_for_ever(
    shop: Shop,
    mongo_server: servers.MongoServer,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_on: bool,
) -> None:
    if not is_on:
        monkeypatch.setattr(Consumer, "_retry", _forget)
    failing = Failing(monkeypatch)
    async with (
        mongo_server.fresh() as url,
        started_tickets(shop, url) as app,
        way_to(app) as tickets,
    ):
        office = replace(shop.office, tickets=tickets)
        _, path = await office.closed()
        await office.convert(path, (await office.company())["id"])
        await asyncio.wait_for(failing.has_failed.wait(), 15)
        if is_on:
            await office.outcome(path)
        await shop.has_said_all()
        accused = await shop.accuses("tickets", tickets=await all_tickets(url))
    assert accused is not is_on


@ON_AND_OFF
async def test_with_no_retention_to_speak_of_a_conversation_is_purged_too_early(
    shop: Shop, mongo_server: servers.MongoServer, *, is_on: bool
) -> None:
    _, path = await shop.office.started()
    async with mongo_server.fresh() as url:
        settings = TrashSettings(
            mongo_url=url,
            amqp_url=shop.settings.amqp_url,
            identity_public_key=shop.settings.identity_public_key,
            trash_retention_seconds=30 * 24 * 3600 if is_on else 1,
        )
        app = trash_main.create(settings)
        async with app.router.lifespan_context(app), AsyncMongoClient[Json](url) as client:
            (await shop.office.agent().delete(path)).raise_for_status()
            trash = client.get_default_database()

            async def is_decided() -> bool:
                states = {entry.state for entry in await reading.entries(trash)}
                return states == {"held" if is_on else "purged"}

            await eventually(is_decided)
            accused = await shop.accuses("trash", entries=await reading.entries(trash))
    assert accused is not is_on


@ON_AND_OFF
async def test_without_leases_couriers_send_the_same_mail(
    scene: Scene, smtp: MailServer, *, is_on: bool
) -> None:
    hasty = scene.with_(lease_seconds=60.0 if is_on else 0.0)
    await hasty.hear(hasty.started("c1"))
    await alerts.tell_and_gather(hasty.notifier)
    await asyncio.gather(*(courier(hasty.notifier) for _ in range(COURIERS)))
    mails = [
        Mail(to, message_id.strip(), frozenset(["c1"]))
        for to in smtp.took
        for message_id in smtp.ids(to)
    ]
    stored = Stored(deliveries=await mailed(scene), mails=mails)
    assert bool(list(CHECKERS["notifications"](Record(), stored))) is not is_on


async def courier(notifier: Notifier) -> None:
    if dispatch := await sending.take_due(notifier, "email"):
        await sending.deliver(notifier, dispatch)


class Failing:
    """Makes chat fail when it first hears of a ticket."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.has_failed = asyncio.Event()
        self._record = conversions.record_ticket
        monkeypatch.setattr(conversions, "record_ticket", self._fail_once)

    async def _fail_once(self, *args: object) -> None:
        if self.has_failed.is_set():
            return await self._record(*args)  # type: ignore[arg-type]  # passed on as they are
        self.has_failed.set()
        raise RuntimeError("for once")


async def _forget(*_: object) -> str:
    """As ``Consumer._retry``, for somebody who does not care."""
    return "handled"


@asynccontextmanager
async def started_tickets(shop: Shop, mongo_url: str) -> AsyncIterator[FastAPI]:
    """Tickets, beside the shop's chat."""
    settings = ServiceSettings(
        mongo_url=mongo_url,
        amqp_url=shop.settings.amqp_url,
        identity_public_key=shop.settings.identity_public_key,
    )
    app = tickets_main.create(settings)
    async with app.router.lifespan_context(app):
        yield app


async def all_tickets(mongo_url: str) -> list[Ticket]:
    async with AsyncMongoClient[Json](mongo_url) as client:
        return await reading.tickets(client.get_default_database())


async def add_ticket(desk: Desk, conversation_id: str, number: int) -> None:
    """One of an empty conversation."""
    conversion = Conversion(
        ticket_id=desk.new_id(),
        workspace_id="w1",
        conversation_id=conversation_id,
        request_id="r1",
        subject="Late parcel",
        company=CompanyName("acme", "Acme"),
        requester=Requester("Mia", "mia@shop.example"),
        requested_by=ANN,
        last_seq=0,
    )
    ticket = domain.ticket(conversion, number, clock.now())

    async def attempt(tx: Transaction) -> None:
        await desk.tickets.add(ticket, tx)

    await desk.mongo.transact(attempt)


async def mailed(scene: Scene) -> list[Delivery]:
    """Who was told by mail, and by which."""
    rows = scene.notifier.mongo.collection("deliveries").find({"channel": "email"})
    return [
        Delivery(row["agent"]["id"], "email", row["conversation_id"], row["state"], row["dispatch"])
        async for row in rows
    ]
