"""A workspace whose events the notifier hears, and whose alerts it sends, step by step."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from services.notifier import main
from services.notifier.domain.deliveries import Delivery
from services.notifier.domain.people import CHANNELS, Channel
from services.notifier.use_cases import alerts, sending, settings
from services.notifier.use_cases.notifier import Notifier
from shared import clock, telemetry
from shared.contracts import conversations, people
from shared.contracts.conversation_events import (
    ConversationClosed,
    ConversationStarted,
    MessageSent,
)
from shared.contracts.events import Event, Fact, envelope
from shared.contracts.workspace_events import RosterChanged
from shared.contracts.workspaces import Agent
from shared.identity import Principal
from shared.inbox import Inbox
from tests.eventually import eventually

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MIA = people.Author(kind="customer", id="mia", name="Mia Torres", avatar_url=None)


@dataclass(frozen=True)
class Scene:
    """One workspace."""

    notifier: Notifier
    inbox: Inbox
    workspace_id: str = field(default_factory=clock.new_id)

    def with_(self, **parts: Any) -> "Scene":
        """The same, by a notifier with other parts."""
        return replace(self, notifier=replace(self.notifier, **parts))

    def email(self, name: str) -> str:
        return f"{name.lower()}@{self.workspace_id}.example"

    def agent(self, name: str) -> Principal:
        return Principal(
            kind="agent",
            id=f"{name.lower()}-{self.workspace_id}",
            workspace_id=self.workspace_id,
            name=name,
            role="agent",
        )

    def event(self, fact: Fact, subject: str, sequence: int = 1) -> Event[Any]:
        return envelope(
            fact,
            event_id=clock.new_id(),
            source="/tests",
            subject=subject,
            workspace_id=self.workspace_id,
            sequence=sequence,
            time=clock.now(),
            traceparent=telemetry.new_traceparent(),
        )

    def roster(self, *names: str, sequence: int = 1, admins: tuple[str, ...] = ()) -> Event[Any]:
        agents = [
            Agent(
                id=self.agent(name).id,
                name=name,
                avatar_url=None,
                email=self.email(name),
                role="admin" if name in admins else "agent",
            )
            for name in names
        ]
        fact = RosterChanged(workspace_name="Acme", agents=agents)
        return self.event(fact, f"roster-{self.workspace_id}", sequence)

    def message(self, conversation_id: str, author: people.Author) -> conversations.Message:
        return conversations.Message(
            id=clock.new_id(),
            conversation_id=conversation_id,
            seq=1,
            client_id="c",
            author=author,
            text="Where is my parcel?",
            attachments=[],
            sent_at=NOW,
        )

    def started(self, conversation_id: str) -> Event[Any]:
        message = self.message(conversation_id, MIA)
        facts = conversations.ConversationFacts(
            id=conversation_id,
            version=1,
            status="active",
            customer=people.Customer(name=MIA.name, email="mia@shop.example"),
            last_message=conversations.LastMessage(
                text=message.text, author=MIA, sent_at=NOW, attachments=0
            ),
            last_responder=None,
            last_seq=1,
            customer_read_seq=1,
            ticket=None,
            created_at=NOW,
            updated_at=NOW,
            closed_at=None,
            closed_by=None,
        )
        return self.event(ConversationStarted(conversation=facts, message=message), conversation_id)

    def answered(self, conversation_id: str) -> Event[Any]:
        ann = people.Author(kind="agent", id="ann", name="Ann", avatar_url=None)
        return self.event(MessageSent(message=self.message(conversation_id, ann)), conversation_id)

    def written(self, conversation_id: str) -> Event[Any]:
        return self.event(MessageSent(message=self.message(conversation_id, MIA)), conversation_id)

    def closed(self, conversation_id: str) -> Event[Any]:
        return self.event(ConversationClosed(closed_by=MIA, closed_at=NOW), conversation_id)

    async def hear(self, *events: Event[Any]) -> None:
        """As the consumer does: through the inbox, to the effect that the service subscribed."""
        for event in events:
            for subscription in main.SUBSCRIPTIONS:
                queue = self.inbox.queue(subscription, self.notifier)
                if handler := queue.handlers.get(type(event.data)):
                    await handler(event)

    async def step(self) -> None:
        """Everything that is due now."""
        await alerts.tell_and_gather(self.notifier)
        for channel in CHANNELS:
            await self.send(channel)

    async def send(self, channel: Channel) -> None:
        """What is due over one channel, one after the other."""
        while dispatch := await sending.take_due(self.notifier, channel):
            await sending.deliver(self.notifier, dispatch)

    async def settle(self, *conversation_ids: str, seconds: float = 15.0) -> None:
        """Step until nothing of these is pending."""

        async def is_settled() -> bool:
            await self.step()
            told = [await self.told(one) for one in conversation_ids]
            return all(deliveries and not pending(deliveries) for deliveries in told)

        await eventually(is_settled, seconds)

    async def told(self, conversation_id: str) -> list[Delivery]:
        deliveries = self.notifier.repository.deliveries
        return await deliveries.of_conversation(self.workspace_id, conversation_id)

    async def states(self, conversation_id: str) -> Counter[tuple[str, str]]:
        """How many deliveries of each channel are in which state."""
        return Counter((one.channel, one.state) for one in await self.told(conversation_id))

    async def device(self, name: str, token: str) -> str:
        """A device of an agent's."""
        await settings.register(self.notifier, self.agent(name), token, None)
        return token

    async def said(self) -> Counter[str]:
        """How often each event is in the outbox."""
        rows = self.notifier.mongo.collection("outbox").find({})
        return Counter([row["routing_key"].rpartition(".")[0] async for row in rows])


def pending(deliveries: list[Delivery]) -> bool:
    return any(delivery.state == "pending" for delivery in deliveries)
