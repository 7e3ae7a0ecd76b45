"""Chat and tickets without their broker: a test carries the events between them instead, as badly
as at-least-once delivery allows.
"""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from services.chat import main as chat_main
from services.chat.repository import Repository as ChatRepository
from services.chat.storage import GridFs
from services.chat.use_cases import conversions
from services.chat.use_cases.chat import Chat
from services.tickets import main as tickets_main
from services.tickets.repository import Repository as DeskRepository
from services.tickets.use_cases.desk import Desk
from shared import clock
from shared.bus.publisher import Publisher
from shared.bus.queues import Handler
from shared.contracts.events import Event, Fact
from shared.inbox import Inbox
from shared.mongo import DatabaseError, Mongo
from shared.outbox import Outbox

MOST_REPEATS = 4


class Post(Publisher):
    """Takes every event that is said, confirms it, and keeps it for the test to deliver."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[bytes] = []

    async def publish(self, routing_key: str, body: bytes, event_id: str) -> None:
        self.bodies.append(body)


@dataclass
class Carried:
    """Both services, and whatever was said between them and is not delivered yet."""

    chat: Chat
    desk: Desk
    post: Post
    handlers: dict[type[Fact], Handler]

    async def deliver_all(self, chance: random.Random) -> None:
        """Until nothing is said any more: each event one to four times, in any order, some at the
        same time, and now and then a request again.
        """
        waiting: list[bytes] = []
        while waiting := [*waiting, *await self.said()]:
            chance.shuffle(waiting)
            some, waiting = waiting[: (count := chance.randint(1, 4))], waiting[count:]
            outcomes = await asyncio.gather(*map(self.deliver, some))
            # What failed is tried again, as the bus does; what worked perhaps too.
            waiting += [
                body
                for body, has_worked in zip(some, outcomes, strict=True)
                if not has_worked or chance.random() < 1 - 1 / MOST_REPEATS
            ]
            if chance.random() < 1 / 10:
                await self.remind()

    async def remind(self) -> None:
        """As if the time for an answer were over."""
        late = clock.now() + 2 * timedelta(minutes=15)
        await conversions.remind(replace(self.chat, now=lambda: late))

    async def lose_all(self) -> None:
        """Nothing of what was said arrives."""
        await self.said()

    async def said(self) -> list[bytes]:
        """What was said since; waits until the outboxes have handed over everything."""
        for outbox in (self.chat.outbox, self.desk.outbox):
            await asyncio.gather(*outbox._publishing)
        bodies, self.post.bodies = self.post.bodies, []
        return [body for body in bodies if self._type(body) is not None]

    def _type(self, body: bytes) -> type[Fact] | None:
        said = json.loads(body)["type"]
        return next((fact for fact in self.handlers if fact.event_type == said), None)

    async def deliver(self, body: bytes) -> bool:
        """One delivery, and whether its effect worked."""
        fact: Any = self._type(body)
        try:
            await self.handlers[fact](Event[fact].model_validate_json(body))
        except DatabaseError:
            return False
        return True


@asynccontextmanager
async def carried(chat_url: str, tickets_url: str) -> AsyncIterator[Carried]:
    """Both services on databases of their own."""
    post = Post()
    async with AsyncExitStack() as running:
        made: list[tuple[Mongo, Outbox, Inbox]] = []
        for url in (chat_url, tickets_url):
            mongo = Mongo(url)
            made.append((mongo, Outbox(mongo, post), Inbox(mongo)))
        (chat_mongo, chat_outbox, chat_inbox), (mongo, outbox, inbox) = made
        storage = GridFs(chat_mongo)
        chat = Chat(chat_mongo, ChatRepository(chat_mongo), storage, chat_outbox)
        desk = Desk(mongo, DeskRepository(mongo), outbox)
        own = (chat_mongo, chat_outbox, chat_inbox, chat.repository, storage)
        for part in (*own, mongo, outbox, inbox, desk.repository):
            await part.start()
            running.push_async_callback(part.stop)
        handlers: dict[type[Fact], Handler] = {}
        for heard in chat_main.SUBSCRIPTIONS:
            handlers |= chat_inbox.queue(heard, chat).handlers
        for asked in tickets_main.SUBSCRIPTIONS:
            handlers |= inbox.queue(asked, desk).handlers
        yield Carried(chat, desk, post, handlers)
