"""A chat service of its own for each proof, and the record of what is done to it.

Each proof does the same twice: as the system is, and with one mechanism switched off in this
process alone. The checker must have nothing to say the first time, and something the second.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pymongo import AsyncMongoClient

from services.chat import main
from services.chat.use_cases.chat import Chat
from shared.identity import IdentitySigner
from shared.settings import ServiceSettings
from tests.eventually import eventually
from tests.integration.chat.callers import Caller
from tests.integration.notifier.conftest import notifier, push, scene, smtp
from tests.integration.reaching import public_half, way_to
from tests.integration.tickets.office import Office, new_id
from tests.people import Json
from tests.resilience.soak import reading
from tests.resilience.soak.attempts import Attempts
from tests.resilience.soak.checkers import CHECKERS
from tests.resilience.soak.marks import Viewer
from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Stored

__all__ = ["notifier", "push", "scene", "smtp"]


@dataclass(frozen=True)
class Shop:
    """One workspace in a running chat service."""

    office: Office
    app: FastAPI
    settings: ServiceSettings
    record: Record = field(default_factory=Record)

    @property
    def chat(self) -> Chat:
        found: Chat = self.app.state.chat
        return found

    def attempts(self, who: Caller) -> Attempts:
        """What ``who`` does is written down."""
        return Attempts(self.record, Viewer(who.principal.id, who.principal.workspace_id))

    async def post(self, who: Caller, path: str, **members: Any) -> httpx.Response:
        """One message, whatever the answer, which there is."""
        body = {"client_id": new_id(), "text": "Hello"} | members
        answer = await self.attempts(who).make(
            "post",
            lambda: who.post(f"{path}/messages", body),
            conversation_id=path.rpartition("/")[2],
            client_id=body["client_id"],
            last_seen_seq=members.get("last_seen_seq"),
        )
        assert answer is not None
        return answer

    async def stored(self, **more: Any) -> Stored:
        """What is left at chat, and what else was read."""
        async with AsyncMongoClient[Json](self.settings.mongo_url) as client:
            chat = client.get_default_database()
            found = await reading.conversations(chat, {}), await reading.messages(chat)
        return Stored(*found, **more)

    async def accuses(self, checker: str, **more: Any) -> bool:
        """Whether ``checker`` has something to say."""
        return bool(list(CHECKERS[checker](self.record, await self.stored(**more))))

    async def has_said_all(self, seconds: float = 30.0) -> None:
        """Return once the outbox is empty."""

        async def is_empty() -> bool:
            return not await self.chat.mongo.collection("outbox").count_documents({})

        await eventually(is_empty, seconds)


@asynccontextmanager
async def opened(mongo_url: str, amqp_url: str, private_key: str) -> AsyncIterator[Shop]:
    """A chat service on these servers."""
    settings = ServiceSettings(
        mongo_url=mongo_url, amqp_url=amqp_url, identity_public_key=public_half(private_key)
    )
    app = main.create(settings)
    async with app.router.lifespan_context(app), way_to(app) as http:
        yield Shop(Office(new_id(), http, http, IdentitySigner(private_key)), app, settings)


@pytest.fixture
async def shop(mongo_url: str, amqp_url: str, private_key: str) -> AsyncIterator[Shop]:
    """On servers that nothing happens to."""
    async with opened(mongo_url, amqp_url, private_key) as shop:
        yield shop
