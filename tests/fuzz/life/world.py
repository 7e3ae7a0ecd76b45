"""Chat, tickets and trash on a real database each, and the post between them: an event waits here
until somebody delivers it, in any order and as often as they like.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from services.chat import main as chat_main
from services.chat.repository import Repository as ChatRepository
from services.chat.storage import GridFs
from services.chat.use_cases.chat import Chat
from services.tickets import main as tickets_main
from services.tickets.repository import Repository as TicketsRepository
from services.tickets.use_cases.desk import Desk
from services.trash import main as trash_main
from services.trash.events import SOURCE
from services.trash.repository import Repository as TrashRepository
from services.trash.use_cases import Trash
from shared import clock, telemetry
from shared.bus.publisher import Publisher
from shared.bus.queues import Handler
from shared.contracts.events import Event, Fact, envelope
from shared.contracts.people import Person
from shared.contracts.trash_events import PurgeDue, RestoreRequested
from shared.identity import Principal
from shared.inbox import Inbox, Subscription
from shared.mongo import Document, Mongo
from shared.outbox import Outbox
from tests.integration.shared.conftest import running
from tests.servers import MongoServer

RETENTION = timedelta(days=30)


@dataclass
class MovedClock:
    """Stands where somebody puts it."""

    at: datetime = field(default_factory=clock.now)

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Delivery:
    """One event at one of those who hear it."""

    handler: Handler
    event: Event[Any]


@dataclass(frozen=True)
class Services:
    """The three, and who hears what."""

    chat: Chat
    desk: Desk
    trash: Trash
    time: MovedClock
    hearers: dict[str, list[tuple[type[Fact], Handler]]]

    def late(
        self, wanted: Literal["restore", "purge"], deletion: int, who: Principal, subject: str
    ) -> Delivery:
        """Trash wants something that it has wanted long ago, and says so in an event of its own."""
        fact = (
            RestoreRequested(deletion=deletion, requested_by=Person.model_validate(who))
            if wanted == "restore"
            else PurgeDue(deletion=deletion)
        )
        event = envelope(
            fact,
            event_id=self.trash.new_id(),
            source=SOURCE,
            subject=subject,
            workspace_id=who.workspace_id,
            sequence=1,
            time=self.time.at,
            traceparent=telemetry.new_traceparent(),
        )
        (delivery,) = self.deliveries(event)
        return delivery

    async def said(self, workspace_id: str) -> list[Event[Any]]:
        """What waits in the outboxes to be said of that workspace; it waits there no more."""
        bodies: list[bytes] = []
        for mongo in (self.chat.mongo, self.desk.mongo, self.trash.mongo):
            rows = mongo.collection("outbox")
            found = [row async for row in rows.find({}).sort("_id")]
            await rows.delete_many({"_id": {"$in": [row["_id"] for row in found]}})
            bodies += [row["body"] for row in found]
        events = [event for body in bodies for event in self._parsed(body)]
        return [event for event in events if event.workspaceid == workspace_id]

    def deliveries(self, event: Event[Any]) -> list[Delivery]:
        """One for everybody who hears such an event."""
        return [Delivery(handler, event) for _, handler in self.hearers.get(event.type, [])]

    def _parsed(self, body: bytes) -> Iterator[Event[Any]]:
        """As a consumer does it, with the fact that its hearers expect; unheard is unparsed."""
        event_type = Event[Fact].model_validate_json(body).type
        for fact, _ in self.hearers.get(event_type, [])[:1]:
            yield Event[fact].model_validate_json(body)  # type: ignore[valid-type]  # as consumers do

    async def rows(self, service: str, collection: str, **query: object) -> list[Document]:
        """What is in a collection, by what the checker looks for."""
        mongos = {
            "chat": self.chat.mongo,
            "tickets": self.desk.mongo,
            "trash": self.trash.mongo,
        }
        found = mongos[service].collection(collection).find(dict(query)).sort("seq")
        return [row async for row in found]


@asynccontextmanager
async def services(server: MongoServer) -> AsyncIterator[Services]:
    """All three, started; what they do by themselves is left to be done by hand."""
    async with server.fresh() as first, server.fresh() as second, server.fresh() as third:
        mongos = Mongo(first), Mongo(second), Mongo(third)
        # Nobody confirms: what is said stays in the outbox until the test takes it.
        outboxes = [Outbox(mongo, Publisher()) for mongo in mongos]
        inboxes = [Inbox(mongo) for mongo in mongos]
        time, storage = MovedClock(), GridFs(mongos[0])
        chat = Chat(mongos[0], ChatRepository(mongos[0]), storage, outboxes[0], now=time)
        desk = Desk(mongos[1], TicketsRepository(mongos[1]), outboxes[1], now=time)
        trash = Trash(
            mongos[2],
            TrashRepository(mongos[2]),
            outboxes[2],
            RETENTION,
            restored_within=0,
            purged_within=0,
            now=time,
        )
        repositories = (chat.repository, storage, desk.repository, trash.repository)
        hearers: dict[str, list[tuple[type[Fact], Handler]]] = {}
        _hear(hearers, chat_main.SUBSCRIPTIONS, inboxes[0], chat)
        _hear(hearers, tickets_main.SUBSCRIPTIONS, inboxes[1], desk)
        _hear(hearers, trash_main.SUBSCRIPTIONS, inboxes[2], trash)
        async with running(*mongos, *outboxes, *inboxes, *repositories):
            yield Services(chat, desk, trash, time, hearers)


def _hear(
    hearers: dict[str, list[tuple[type[Fact], Handler]]],
    subscriptions: tuple[Subscription[Any], ...],
    inbox: Inbox,
    service: object,
) -> None:
    for subscription in subscriptions:
        for fact, handler in inbox.queue(subscription, service).handlers.items():
            hearers.setdefault(fact.event_type, []).append((fact, handler))
