"""Webhooks on a real database and a real server of another team. Nothing is sent by itself."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.webhooks import http, main
from services.webhooks.calling import Caller
from services.webhooks.domain.deliveries import Delivery
from services.webhooks.domain.endpoints import Tolerance
from services.webhooks.domain.offer import HEARD
from services.webhooks.repository import Repository
from services.webhooks.use_cases import sending
from services.webhooks.use_cases.webhooks import Webhooks
from shared import app, clock, telemetry
from shared.bus.publisher import Publisher
from shared.contracts.events import Event, envelope
from shared.identity import HEADER, IdentitySigner, IdentityVerifier, Principal
from shared.inbox import Inbox
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.patience import Patience
from tests.integration.reaching import public_half, way_to
from tests.integration.shared.conftest import running
from tests.integration.trash.conftest import MovedClock
from tests.integration.webhooks.receiver import Receiver, receiving

Json = dict[str, Any]
HERE = (ip_network("127.0.0.0/8"),)
PATH = "/api/v1/webhooks"
CLOSED = "conversation.closed.v1"


@dataclass(frozen=True)
class Desk:
    """A workspace with endpoints: what it hears, what its admins ask, what is sent."""

    webhooks: Webhooks
    time: MovedClock
    inbox: Inbox
    client: httpx.AsyncClient
    signer: IdentitySigner
    receiver: Receiver
    workspace_id: str = field(default_factory=clock.new_id)

    def event(self, event_type: str = CLOSED, subject: str = "c1", text: str = "") -> Event[Any]:
        return envelope(
            HEARD[event_type].model_validate({"text": text, "of_a_newer_version": {"n": 1.5}}),
            event_id=clock.new_id(),
            source="/tests",
            subject=subject,
            workspace_id=self.workspace_id,
            sequence=1,
            time=self.time.at,
            traceparent=telemetry.new_traceparent(),
        )

    async def hear(self, *events: Event[Any]) -> None:
        """As the consumer does: through the inbox, to the effect that the service subscribed."""
        for subscription in main.SUBSCRIPTIONS:
            queue = self.inbox.queue(subscription, self.webhooks)
            for event in events:
                await queue.handlers[HEARD[event.type]](event)

    async def happens(self, event_type: str = CLOSED, subject: str = "c1", text: str = "") -> str:
        """Something is heard; its id."""
        event = self.event(event_type, subject, text)
        await self.hear(event)
        return event.id

    async def send(self) -> None:
        """Try all that is due once."""
        for taken in [taken async for taken in self._taken()]:
            await sending.deliver(self.webhooks, taken)

    async def _taken(self) -> AsyncIterator[Delivery]:
        deliveries = self.webhooks.repository.deliveries
        for endpoint_id in await deliveries.due():
            while taken := await deliveries.take(endpoint_id, self.webhooks.lease_seconds):
                yield taken

    async def ask(self, method: str, path: str = "", body: Any = None, **more: Any) -> Json:
        """What an admin is answered, whose request is in order."""
        answer = await self.asked(method, path, body, **more)
        assert answer.is_success, answer.text
        answered: Json = answer.json() if answer.content else {}
        return answered

    async def asked(
        self, method: str, path: str = "", body: Any = None, role: str = "admin", **query: Any
    ) -> httpx.Response:
        fields = {"kind": "agent", "id": role, "workspace_id": self.workspace_id, "name": role}
        token = self.signer.sign(Principal.model_validate(fields | {"role": role}))
        return await self.client.request(
            method, f"{PATH}{path}", json=body, params=query, headers={HEADER: token}
        )

    async def endpoint(self, path: str = "/", **more: Any) -> Json:
        """A new one that the receiver serves under ``path``: with its secret."""
        wanted = {"client_id": clock.new_id(), "url": self.receiver.url(path)}
        created = await self.ask("POST", "", wanted | more)
        return {**created["endpoint"], "secret": created["secret"]}

    async def shown(self, endpoint: Json) -> Json:
        return await self.ask("GET", f"/{endpoint['id']}")

    async def log(self, endpoint: Json, **query: Any) -> list[Json]:
        page = await self.ask("GET", f"/{endpoint['id']}/deliveries", **query)
        items: list[Json] = page["items"]
        return items

    async def redelivered(self, endpoint: Json, delivery: Json) -> httpx.Response:
        path = f"/{endpoint['id']}/deliveries/{delivery['id']}/redeliver"
        return await self.asked("POST", path)

    async def said(self) -> list[Json]:
        rows = self.webhooks.mongo.collection("outbox").find({})
        return [json.loads(row["body"]) async for row in rows]

    async def rows(self) -> list[Json]:
        """Deliveries as they are kept."""
        found = self.webhooks.mongo.collection("deliveries").find(
            {"workspace_id": self.workspace_id}
        )
        return [row async for row in found]

    def other(self) -> "Desk":
        """Another workspace's, in the same service."""
        return replace(self, workspace_id=clock.new_id())

    def with_(self, **parts: Any) -> "Desk":
        """The same service with other parts."""
        return replace(self, webhooks=replace(self.webhooks, **parts))


def served(webhooks: Webhooks, private_key: str) -> FastAPI:
    """The routes of ``webhooks``."""
    verifier = IdentityVerifier(public_half(private_key))
    return app.create_app(
        main.NAME, [], [http.router], state={"webhooks": webhooks, "identity": verifier}
    )


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Another team's server."""
    async with receiving() as receiver:
        yield receiver


@pytest.fixture
async def webhooks(mongo_url: str) -> AsyncIterator[Webhooks]:
    """Its parts."""
    mongo = Mongo(mongo_url)
    webhooks = Webhooks(
        mongo=mongo,
        repository=Repository(mongo),
        outbox=Outbox(mongo, Publisher()),
        caller=Caller(HERE, answer_seconds=2.0),
        # A pause of nothing at all would mean that there is no other attempt.
        patience=Patience(0.001, 0.001, 3 * 24 * 3600.0),
        tolerance=Tolerance(timedelta(days=3), 10),
        now=MovedClock(),
    )
    async with running(mongo, webhooks.repository, webhooks.outbox, webhooks.caller):
        yield webhooks


@pytest.fixture
async def desk(webhooks: Webhooks, receiver: Receiver, private_key: str) -> AsyncIterator[Desk]:
    """A workspace without an endpoint."""
    inbox = Inbox(webhooks.mongo)
    assert isinstance(webhooks.now, MovedClock)
    async with running(inbox), way_to(served(webhooks, private_key)) as client:
        signer = IdentitySigner(private_key)
        yield Desk(webhooks, webhooks.now, inbox, client, signer, receiver)
