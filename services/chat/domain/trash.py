"""What is known of a conversation in the trash, and how callers are told: values."""

from dataclasses import dataclass
from datetime import datetime

from services.chat.domain.people import Author
from shared import refusals


class NoConversation(refusals.NotFound):
    """There is none of that id, or it is in the trash: an agent cannot tell the two apart."""


class ConversationEnded(refusals.NotFound):
    """What its customer is told of a conversation that is in the trash, or was purged."""

    slug, title = "conversation-ended", "This conversation has ended"


@dataclass(frozen=True, slots=True)
class Deletion:
    """Who put it there. ``sequence`` is the conversation's version then, which names this deletion
    among others of the same conversation.
    """

    deleted_by: Author
    deleted_at: datetime
    sequence: int


@dataclass(frozen=True, slots=True)
class Purge:
    """The purge of one conversation. ``sequence`` is that of the event which said that it is done,
    at ``purged_at``; both are None before.
    """

    conversation_id: str
    workspace_id: str
    deletion: int
    sequence: int | None = None
    purged_at: datetime | None = None
