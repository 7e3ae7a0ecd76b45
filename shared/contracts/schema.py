"""Everything public as one JSON Schema, for clients in other languages.

``python -m shared.contracts.schema`` prints it; the web client's types are generated from it.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from pydantic import BaseModel, create_model
from pydantic.json_schema import (
    GenerateJsonSchema,
    JsonSchemaMode,
    JsonSchemaValue,
    models_json_schema,
)

from shared.contracts import (
    conversation_events,
    conversations,
    frames,
    notification_events,
    notifications,
    people,
    presence,
    problems,
    ticket_events,
    tickets,
    trash,
    values,
    webhooks,
    workspace_events,
    workspaces,
)
from shared.contracts.events import Fact

REQUESTS: tuple[type[BaseModel], ...] = (
    conversations.MarkRead,
    conversations.PostMessage,
    conversations.PostVisitorMessage,
    conversations.StartConversation,
    frames.PingFrame,
    frames.PresenceFrame,
    frames.TokenFrame,
    tickets.ConvertConversation,
    tickets.NewCompany,
    tickets.TicketPatch,
    frames.TypingFrame,
    workspaces.ChooseAvailability,
    notifications.NewDevice,
    notifications.NotificationSettingsChange,
    notifications.TestNotification,
    notifications.TranscriptWanted,
    webhooks.NewWebhookEndpoint,
    webhooks.RedeliverFailed,
    webhooks.WebhookEndpointPatch,
    workspaces.NewApiToken,
    workspaces.SignIn,
    workspaces.WorkspacePatch,
)
"""What clients send."""

RESPONSES: tuple[type[BaseModel], ...] = (
    conversations.Attachment,
    conversations.Conversation,
    conversations.Counts,
    conversations.Message,
    conversations.Messages,
    conversations.OpenedConversation,
    conversations.VisitorConversation,
    frames.ControlFrame,
    notifications.Delivery,
    notifications.Device,
    notifications.Devices,
    notifications.Notifications,
    notifications.NotificationSettings,
    people.Author,
    people.Customer,
    people.Person,
    presence.ConversationPresence,
    presence.Presences,
    problems.Problem,
    tickets.Companies,
    tickets.Company,
    tickets.Ticket,
    trash.Trash,
    trash.TrashItem,
    values.Page[conversations.Conversation],
    values.Page[tickets.Ticket],
    values.Page[webhooks.WebhookDelivery],
    webhooks.Redelivering,
    webhooks.WebhookDelivery,
    webhooks.WebhookEndpoints,
    webhooks.WebhookEndpointWithSecret,
    workspaces.Agents,
    workspaces.ApiTokens,
    workspaces.ChosenAvailability,
    workspaces.CreatedApiToken,
    workspaces.Session,
    workspaces.WidgetConfig,
    workspaces.Workspace,
)
"""What the HTTP routes answer and the sockets say beside events."""

AGENT_FACTS: tuple[type[Fact], ...] = (
    conversation_events.ConversationStarted,
    conversation_events.MessageSent,
    conversation_events.ConversationRead,
    conversation_events.ConversationClosed,
    conversation_events.ConversionRequested,
    conversation_events.ConversationConverted,
    conversation_events.ConversionFailed,
    conversation_events.ConversationDeleted,
    conversation_events.ConversationRestored,
    conversation_events.ConversationPurged,
    ticket_events.TicketCreated,
    ticket_events.TicketChanged,
    presence.PresenceChanged,
    presence.TeamChanged,
    presence.CustomerTyping,
    workspace_events.AgentAvailabilityChanged,
    frames.TranscriptAsked,
    notification_events.NotificationSettingsChanged,
    workspace_events.WorkspaceChanged,
)
"""What an agent's socket carries."""

VISITOR_FACTS: tuple[type[Fact], ...] = (
    conversation_events.MessageSent,
    conversation_events.ConversationClosed,
    frames.VisitorConverted,
    frames.VisitorDeleted,
    frames.VisitorRestored,
    frames.TranscriptAsked,
    frames.VisitorRead,
    frames.VisitorWorkspaceChanged,
    frames.AgentTyping,
    frames.AgentsAvailability,
)
"""What a customer's socket carries."""

CONSTANTS: dict[str, object] = {
    "FILES_PER_MESSAGE": values.FILES_PER_MESSAGE,
    "FILE_LIMIT_BYTES": values.FILE_LIMIT_BYTES,
    "PLANS": workspaces.PLANS,
    "PLAN_NEEDED": workspaces.PLAN_NEEDED,
    "SUBJECT_LIMIT": tickets.SUBJECT_LIMIT,
    "PRESENCE_REPEAT_SECONDS": presence.REPEAT_SECONDS,
    "TEXT_LIMIT": values.TEXT_LIMIT,
    "TYPING_SECONDS": presence.TYPING_SECONDS,
    "WEBHOOKS_PER_WORKSPACE": webhooks.ENDPOINTS_PER_WORKSPACE,
}
"""Limits that clients check before they send."""


class _Generate(GenerateJsonSchema):
    """What Parley says always has all its fields, also those with a default."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return self.mode == "serialization" or super().field_is_required(field, total)


def _frame(fact: type[Fact]) -> type[BaseModel]:
    """The frame that carries ``fact``, with its type as a constant to tell frames apart."""
    constant: Any = Literal[fact.event_type]
    base: Any = frames.EventFrame.__class_getitem__(fact)
    frame: type[BaseModel] = create_model(
        f"{fact.__name__}Frame", __base__=base, type=(constant, ...)
    )
    return frame


def _modes(
    models: Iterable[type[BaseModel]], mode: JsonSchemaMode
) -> Sequence[tuple[type[BaseModel], JsonSchemaMode]]:
    return [(model, mode) for model in models]


def _union(facts: Iterable[type[Fact]]) -> JsonSchemaValue:
    return {"oneOf": [{"$ref": f"#/$defs/{fact.__name__}Frame"} for fact in facts]}


def _gathered() -> JsonSchemaValue:
    return {
        "type": "object",
        "description": "Several frames of presence at once, where many change at a time.",
        "properties": {
            "type": {"const": "gathered", "type": "string"},
            "frames": {"type": "array", "items": {"$ref": "#/$defs/AgentFrame"}},
        },
        "required": ["type", "frames"],
        "additionalProperties": False,
    }


def _without_field_titles(schema: Any) -> None:
    """Drops the titles of properties: a generator would make a named type of each."""
    for definition in schema["$defs"].values():
        for field in definition.get("properties", {}).values():
            field.pop("title", None)


def public_schema() -> JsonSchemaValue:
    """One JSON Schema (2020-12) whose ``$defs`` hold every public model and frame."""
    facts = dict.fromkeys((*AGENT_FACTS, *VISITOR_FACTS))
    models = (
        *_modes(REQUESTS, "validation"),
        *_modes(RESPONSES, "serialization"),
        *_modes(map(_frame, facts), "serialization"),
    )
    _refs, schema = models_json_schema(models, schema_generator=_Generate)
    _without_field_titles(schema)
    schema["$defs"]["AgentFrame"] = _union(AGENT_FACTS)
    schema["$defs"]["VisitorFrame"] = _union(VISITOR_FACTS)
    schema["$defs"]["GatheredFrames"] = _gathered()
    schema["x-constants"] = CONSTANTS
    schema["x-digest"] = digest(schema)
    return schema


def digest(schema: JsonSchemaValue) -> str:
    """What changes when ``schema`` changes; generated files carry it."""
    told = {key: value for key, value in schema.items() if key != "x-digest"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


if __name__ == "__main__":
    json.dump(public_schema(), sys.stdout, indent=2, sort_keys=True)
