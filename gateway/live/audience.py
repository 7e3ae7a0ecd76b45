"""Which event reaches whom, and in which form. Pure."""

from dataclasses import dataclass
from typing import Any

import orjson

from gateway.identity.domain import Widget, Workspace
from shared.contracts.conversation_events import (
    ConversationClosed,
    ConversationConverted,
    ConversationDeleted,
    ConversationRead,
    ConversationRestored,
    MessageSent,
    TranscriptRequested,
)
from shared.contracts.conversations import TicketLink, VisitorConversation
from shared.contracts.events import Fact
from shared.contracts.frames import (
    AgentsAvailability,
    AgentTyping,
    TranscriptAsked,
    VisitorConverted,
    VisitorDeleted,
    VisitorRead,
    VisitorRestored,
    VisitorWorkspaceChanged,
)
from shared.contracts.notification_events import NotificationSettingsChanged
from shared.contracts.people import Person
from shared.contracts.presence import PresenceChanged, Team, TeamChanged
from shared.contracts.workspace_events import (
    AgentAvailabilityChanged,
    AgentSignedOut,
    WorkspaceChanged,
)

Envelope = dict[str, Any]
"""An event as it came: CloudEvents JSON, parsed."""

_CHATTING = {"conversation", "customer", "presence"}
"""The nouns of events that need live chat to be open."""

_FOR_AGENTS = _CHATTING | {"ticket", "workspace"}
_FOR_AGENTS_TOO = {
    AgentAvailabilityChanged.event_type,
    NotificationSettingsChanged.event_type,
}
_ABOUT_A_CONVERSATION = {"conversation", "customer"}


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether a workspace's live chat is open; the higher ``version`` is the newer news."""

    is_open: bool
    version: int


def workspace_of(event: Envelope) -> Workspace | None:
    """The workspace as ``workspace.changed`` tells it; ``None`` for any other event."""
    if event["type"] != WorkspaceChanged.event_type:
        return None
    told = WorkspaceChanged.model_validate(event["data"]).workspace
    widget = Widget(told.widget.color, told.widget.greeting, tuple(told.widget.allowed_origins))
    return Workspace(
        id=told.id,
        name=told.name,
        key=told.key,
        plan=told.plan,
        live_chat_enabled=told.live_chat_enabled,
        widget=widget,
        version=event["sequence"],
    )


def switch_of(event: Envelope) -> Switch | None:
    """What ``workspace.changed`` says of live chat; ``None`` for any other event."""
    workspace = workspace_of(event)
    return Switch(workspace.is_open, workspace.version) if workspace else None


def ended_credential(event: Envelope) -> str | None:
    """The credential that ``agent.signed_out`` ends; ``None`` for any other event."""
    if event["type"] != AgentSignedOut.event_type:
        return None
    return AgentSignedOut.model_validate(event["data"]).credential_id


def chosen_availability(event: Envelope) -> AgentAvailabilityChanged | None:
    """What ``agent.availability_changed`` says; ``None`` for any other event."""
    if event["type"] != AgentAvailabilityChanged.event_type:
        return None
    return AgentAvailabilityChanged.model_validate(event["data"])


def team_of(event: Envelope) -> Team | None:
    """Whom customers can reach, as ``presence.team_changed`` tells it; ``None`` for any other."""
    if event["type"] != TeamChanged.event_type:
        return None
    changed = TeamChanged.model_validate(event["data"])
    return Team(version=event["sequence"], online_agent_ids=changed.online_agent_ids)


def needs_open_chat(event: Envelope) -> bool:
    """Nobody hears of it while live chat is switched off."""
    return _noun_of(event) in _CHATTING


def is_about_a_conversation(event: Envelope) -> bool:
    """Its subject is a conversation, so it concerns the customer of that one alone."""
    return _noun_of(event) in _ABOUT_A_CONVERSATION or event["type"] == PresenceChanged.event_type


def counts_as_it_is_now(event: Envelope) -> bool:
    """A newer one of the same subject leaves nothing to know of this one."""
    return _noun_of(event) == "presence"


def for_agents(event: Envelope) -> str | None:
    """The frame for agents of the workspace, if it is theirs to see: the whole event, but for a
    transcript, of which only that it was asked for.
    """
    if event["type"] == TranscriptRequested.event_type:
        return _frame(event, TranscriptAsked().model_dump())
    is_theirs = _noun_of(event) in _FOR_AGENTS or event["type"] in _FOR_AGENTS_TOO
    return _frame(event, event["data"]) if is_theirs else None


def only_agent(event: Envelope) -> str | None:
    """The only agent whom ``event`` concerns; ``None`` for one that concerns every agent."""
    if event["type"] != NotificationSettingsChanged.event_type:
        return None
    return NotificationSettingsChanged.model_validate(event["data"]).agent_id


def for_visitors(event: Envelope, fact: Fact) -> str:
    """The frame that carries ``fact``, which a customer may see of ``event``."""
    return _frame(event, fact.model_dump(mode="json"), fact.event_type)


def is_state(fact: Fact) -> bool:
    """It says how things are now, so it is no news where they were so before."""
    return isinstance(fact, AgentTyping | AgentsAvailability)


def visitor_fact(event: Envelope) -> Fact | None:
    """What of ``event`` the customers whom it concerns may see: only what the visitor types
    declare. Of who is at their conversation, only who replies.
    """
    data = event["data"]
    match event["type"]:
        case MessageSent.event_type:
            return MessageSent.model_validate(data)
        case ConversationClosed.event_type:
            return ConversationClosed.model_validate(data)
        case ConversationConverted.event_type:
            ticket = ConversationConverted.model_validate(data).ticket
            return VisitorConverted(number=ticket.number) if ticket.number else None
        case TranscriptRequested.event_type:
            return TranscriptAsked()
        case ConversationDeleted.event_type:
            return VisitorDeleted()
        case ConversationRestored.event_type:
            return _restored(ConversationRestored.model_validate(data))
        case ConversationRead.event_type:
            read = ConversationRead.model_validate(data)
            return VisitorRead(by=read.reader.kind, seq=read.seq)
        case PresenceChanged.event_type:
            return AgentTyping(agents=_replying(PresenceChanged.model_validate(data)))
        case TeamChanged.event_type:
            changed = TeamChanged.model_validate(data)
            return AgentsAvailability(are_online=bool(changed.online_agent_ids))
        case _:
            switch = switch_of(event)
            return VisitorWorkspaceChanged(enabled=switch.is_open) if switch else None


def _restored(restored: ConversationRestored) -> VisitorRestored:
    """As the customer's route answers it (``services/chat``, ``views.for_customer``)."""
    facts = restored.conversation
    ticket = facts.ticket if facts.ticket and facts.ticket.state == "created" else None
    told = dict(facts) | {"ticket": ticket and TicketLink(state="created", number=ticket.number)}
    conversation = VisitorConversation(
        **told,
        read_seq=facts.customer_read_seq,
        unread=facts.last_seq - facts.customer_read_seq,
        agents_read_seq=max(restored.reads.values(), default=0),
    )
    return VisitorRestored(conversation=conversation)


def _replying(presence: PresenceChanged) -> list[Person]:
    return [Person.model_validate(a) for a in presence.agents if a.activity == "replying"]


def _noun_of(event: Envelope) -> str:
    """``conversation.closed.v1`` → ``conversation``."""
    noun: str = event["type"].partition(".")[0]
    return noun


def _frame(event: Envelope, data: object, event_type: str | None = None) -> str:
    return orjson.dumps(
        {
            "type": event_type or event["type"],
            "id": event["id"],
            "subject": event["subject"],
            "sequence": event["sequence"],
            "time": event["time"],
            "data": data,
        }
    ).decode()
