"""Which event reaches whom, and in which form. Pure."""

from dataclasses import dataclass
from typing import Any

import orjson

from gateway.identity.domain import Widget, Workspace
from shared.contracts.conversation_events import (
    ConversationClosed,
    ConversationConverted,
    ConversationRead,
    MessageSent,
)
from shared.contracts.events import Fact
from shared.contracts.frames import VisitorConverted, VisitorRead, VisitorWorkspaceChanged
from shared.contracts.workspace_events import AgentSignedOut, WorkspaceChanged

Envelope = dict[str, Any]
"""An event as it came: CloudEvents JSON, parsed."""

CONVERSATION = "conversation"
"""The noun of events that need live chat to be open; their subject is the conversation's id."""

_FOR_AGENTS = {CONVERSATION, "ticket", "workspace"}


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


def noun_of(event: Envelope) -> str:
    """``conversation.closed.v1`` → ``conversation``."""
    noun: str = event["type"].partition(".")[0]
    return noun


def for_agents(event: Envelope) -> str | None:
    """The frame for every agent of the workspace, if it is theirs to see: the whole event."""
    return _frame(event, event["data"]) if noun_of(event) in _FOR_AGENTS else None


def for_visitors(event: Envelope) -> str | None:
    """The frame for the customer whom the event concerns, if it is theirs to see: only what the
    visitor types declare.
    """
    fact = _visitor_fact(event)
    return _frame(event, fact.model_dump(mode="json")) if fact else None


def _visitor_fact(event: Envelope) -> Fact | None:
    data = event["data"]
    match event["type"]:
        case MessageSent.event_type:
            return MessageSent.model_validate(data)
        case ConversationClosed.event_type:
            return ConversationClosed.model_validate(data)
        case ConversationConverted.event_type:
            ticket = ConversationConverted.model_validate(data).ticket
            return VisitorConverted(number=ticket.number) if ticket.number else None
        case ConversationRead.event_type:
            read = ConversationRead.model_validate(data)
            return VisitorRead(by=read.reader.kind, seq=read.seq)
        case _:
            switch = switch_of(event)
            return VisitorWorkspaceChanged(enabled=switch.is_open) if switch else None


def _frame(event: Envelope, data: object) -> str:
    return orjson.dumps(
        {
            "type": event["type"],
            "id": event["id"],
            "subject": event["subject"],
            "sequence": event["sequence"],
            "time": event["time"],
            "data": data,
        }
    ).decode()
