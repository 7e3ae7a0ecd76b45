"""What the notifier does about events of others: one function per event heard."""

from typing import Any

from services.notifier.domain.deliveries import Alert, Notice
from services.notifier.domain.people import Agent, Roster
from services.notifier.use_cases import alerts, notices, rosters, transcripts
from services.notifier.use_cases.notifier import Notifier
from shared.contracts.conversation_events import (
    ConversationClosed,
    ConversationDeleted,
    ConversationPurged,
    ConversationRestored,
    ConversationStarted,
    MessageSent,
    TranscriptRequested,
)
from shared.contracts.events import Event
from shared.contracts.webhook_events import WebhookDisabled
from shared.contracts.workspace_events import RosterChanged
from shared.mongo import Transaction


async def is_wanted(_: Notifier, event: Event[Any]) -> bool:
    """What a customer writes is most of what is heard, and changes nothing here."""
    said = event.data
    return not isinstance(said, MessageSent) or said.message.author.kind == "agent"


async def conversation_started(
    notifier: Notifier, tx: Transaction, event: Event[ConversationStarted]
) -> None:
    """Every agent who wants it is told, once per channel."""
    started = event.data
    alert = Alert(
        conversation_id=started.conversation.id,
        workspace_id=event.workspaceid,
        customer_name=started.conversation.customer.name,
        text=started.message.text,
        started_at=started.conversation.created_at,
        ended=None,
    )
    await alerts.begin(notifier, tx, alert)


async def message_sent(notifier: Notifier, tx: Transaction, event: Event[MessageSent]) -> None:
    """Of an agent: whoever was not told of the chat yet need not be."""
    await alerts.end(notifier, tx, event.workspaceid, event.subject, "answered")


async def conversation_closed(
    notifier: Notifier, tx: Transaction, event: Event[ConversationClosed]
) -> None:
    """Whoever was not told of the chat yet need not be."""
    await alerts.end(notifier, tx, event.workspaceid, event.subject, "closed")


async def conversation_deleted(
    notifier: Notifier, tx: Transaction, event: Event[ConversationDeleted]
) -> None:
    """Whoever was not told of the chat yet need not be, and nobody sees who was."""
    await alerts.end(notifier, tx, event.workspaceid, event.subject, "deleted")
    await alerts.hide(notifier, tx, event.workspaceid, event.subject, event.sequence)


async def conversation_restored(
    notifier: Notifier, tx: Transaction, event: Event[ConversationRestored]
) -> None:
    """Who was told of the chat is seen again."""
    await alerts.show(notifier, tx, event.workspaceid, event.subject, event.sequence)


async def conversation_purged(
    notifier: Notifier, tx: Transaction, event: Event[ConversationPurged]
) -> None:
    """Nothing of the chat is kept, and nothing more of it is sent."""
    await alerts.forget_conversation(notifier, tx, event.workspaceid, event.subject)


async def transcript_requested(
    notifier: Notifier, tx: Transaction, event: Event[TranscriptRequested]
) -> None:
    """The transcript is mailed."""
    await transcripts.accept(notifier, tx, event.workspaceid, event.subject, event.data)


async def roster_changed(notifier: Notifier, tx: Transaction, event: Event[RosterChanged]) -> None:
    """Who the agents of the workspace are is kept, the newest of what was told."""
    told = event.data
    roster = Roster(
        workspace_id=event.workspaceid,
        workspace_name=told.workspace_name,
        sequence=event.sequence,
        agents=tuple(
            Agent(agent.id, agent.name, agent.email, agent.avatar_url, agent.role)
            for agent in told.agents
        ),
    )
    await rosters.learn(notifier, tx, roster)


async def webhook_disabled(
    notifier: Notifier, tx: Transaction, event: Event[WebhookDisabled]
) -> None:
    """The admins of the workspace are mailed."""
    told = event.data
    notice = Notice(event.id, event.workspaceid, told.address, told.description, told.reason)
    await notices.begin(notifier, tx, notice)
