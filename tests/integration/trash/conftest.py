"""The trash on a real database, with a clock that a test moves. It does nothing by itself."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.trash import http, main, use_cases
from services.trash.repository import Repository
from services.trash.use_cases import Trash
from shared import app, clock, telemetry
from shared.bus.publisher import Publisher
from shared.contracts.conversation_events import (
    ConversationDeleted,
    ConversationPurged,
    ConversationRestored,
)
from shared.contracts.conversations import ConversationFacts, LastMessage
from shared.contracts.events import Event, Fact, envelope
from shared.contracts.people import Author, Customer, Person
from shared.identity import HEADER, IdentitySigner, IdentityVerifier, Principal
from shared.inbox import Inbox
from shared.mongo import Mongo
from shared.outbox import Outbox
from tests.integration.reaching import public_half, way_to
from tests.integration.shared.conftest import running

Json = dict[str, Any]
RETENTION = timedelta(days=30)
ANN = Person(id="ann", name="Ann", avatar_url=None)


@dataclass
class MovedClock:
    """Stands where a test puts it."""

    at: datetime = field(default_factory=clock.now)

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Bin:
    """A workspace's trash: what it hears, what it is asked, what it says."""

    trash: Trash
    time: MovedClock
    inbox: Inbox
    client: httpx.AsyncClient
    signer: IdentitySigner
    workspace_id: str = field(default_factory=clock.new_id)

    def event(self, fact: Fact, conversation_id: str, sequence: int) -> Event[Any]:
        return envelope(
            fact,
            event_id=clock.new_id(),
            source="/tests",
            subject=conversation_id,
            workspace_id=self.workspace_id,
            sequence=sequence,
            time=self.time.at,
            traceparent=telemetry.new_traceparent(),
        )

    def deleted(
        self, conversation_id: str, sequence: int = 2, *, name: str = "Mia", text: str = "Hello"
    ) -> Event[Any]:
        mia = Author(kind="customer", id="mia", name=name, avatar_url=None)
        fact = ConversationDeleted(
            customer=Customer(name=name, email=f"{name.lower()}@shop.example"),
            last_message=LastMessage(text=text, author=mia, sent_at=self.time.at, attachments=0),
            status="active",
            ticket=None,
            deleted_by=ANN,
            deleted_at=self.time.at,
        )
        return self.event(fact, conversation_id, sequence)

    def restored(self, conversation_id: str, sequence: int = 3) -> Event[Any]:
        told = self.deleted(conversation_id).data
        facts = ConversationFacts(
            id=conversation_id,
            version=sequence,
            status="active",
            customer=told.customer,
            last_message=told.last_message,
            last_responder=None,
            last_seq=1,
            customer_read_seq=1,
            ticket=None,
            created_at=self.time.at,
            updated_at=self.time.at,
            closed_at=None,
            closed_by=None,
        )
        fact = ConversationRestored(conversation=facts, reads={})
        return self.event(fact, conversation_id, sequence)

    def purged(self, conversation_id: str, sequence: int = 3) -> Event[Any]:
        return self.event(ConversationPurged(purged_at=self.time.at), conversation_id, sequence)

    async def hear(self, *events: Event[Any]) -> None:
        """As the consumer does: through the inbox, to the effect that the service subscribed."""
        for event in events:
            for subscription in main.SUBSCRIPTIONS:
                queue = self.inbox.queue(subscription, self.trash)
                if handler := queue.handlers.get(type(event.data)):
                    await handler(event)

    async def step(self) -> None:
        """Everything that the service does by itself, once."""
        await use_cases.purge_due(self.trash)
        await use_cases.ask_again(self.trash)

    async def said(self, conversation_id: str) -> list[tuple[str, int]]:
        """What chat was asked for, in order, with its deletion."""
        rows = self.trash.mongo.collection("outbox").find({})
        events = [json.loads(row["body"]) async for row in rows]
        mine = [event for event in events if event["subject"] == conversation_id]
        return [
            (event["type"].split(".")[1], event["data"]["deletion"])
            for event in sorted(mine, key=lambda event: int(event["sequence"]))
        ]

    async def row(self, conversation_id: str) -> Json:
        found = await self.trash.mongo.collection("entries").find_one({"_id": conversation_id})
        assert found is not None
        return found

    async def get(self, **query: str | int) -> Json:
        answer = await self.client.get("/api/v1/trash", params=query, headers=self.as_("agent"))
        assert answer.status_code == 200, answer.text
        page: Json = answer.json()
        return page

    async def listed(self, **query: str | int) -> list[str]:
        """The ids of a page."""
        return [item["conversation_id"] for item in (await self.get(**query))["items"]]

    async def restore(self, conversation_id: str) -> httpx.Response:
        path = f"/api/v1/trash/{conversation_id}/restore"
        return await self.client.post(path, headers=self.as_("agent"))

    async def purge(self, conversation_id: str, role: str = "admin") -> httpx.Response:
        path = f"/api/v1/trash/{conversation_id}"
        return await self.client.delete(path, headers=self.as_(role))

    def as_(self, role: str) -> dict[str, str]:
        fields = {"kind": "agent", "id": role, "workspace_id": self.workspace_id, "name": role}
        return {HEADER: self.signer.sign(Principal.model_validate(fields | {"role": role}))}


def served(trash: Trash, private_key: str) -> FastAPI:
    """The routes of ``trash``."""
    verifier = IdentityVerifier(public_half(private_key))
    return app.create_app(
        main.NAME, [], [http.router], state={"trash": trash, "identity": verifier}
    )


@pytest.fixture
async def trash(mongo_url: str) -> AsyncIterator[Trash]:
    """Its parts."""
    mongo = Mongo(mongo_url)
    trash = Trash(
        mongo=mongo,
        repository=Repository(mongo),
        outbox=Outbox(mongo, Publisher()),
        retention=RETENTION,
        now=MovedClock(),
    )
    async with running(mongo, trash.repository, trash.outbox):
        yield trash


@pytest.fixture
async def bin_(trash: Trash, private_key: str) -> AsyncIterator[Bin]:
    """An empty one."""
    inbox = Inbox(trash.mongo)
    assert isinstance(trash.now, MovedClock)
    async with running(inbox), way_to(served(trash, private_key)) as client:
        yield Bin(trash, trash.now, inbox, client, IdentitySigner(private_key))


@pytest.fixture
def other_bin(bin_: Bin) -> Bin:
    """Another workspace's, in the same service."""
    return replace(bin_, workspace_id=clock.new_id())
