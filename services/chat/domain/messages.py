"""Messages: wanted, said, and in short."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.chat.domain.attachments import Attachment
from services.chat.domain.people import Author

PREVIEW_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """What someone wants to say. ``last_seen_seq`` arms the reply guard for an agent."""

    client_id: str
    text: str = ""
    attachment_ids: Sequence[str] = ()
    last_seen_seq: int | None = None
    send_anyway: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``seq`` is dense within its conversation: 1, 2, 3 …"""

    id: str
    workspace_id: str
    conversation_id: str
    seq: int
    client_id: str
    author: Author
    text: str
    attachments: tuple[Attachment, ...]
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class LastMessage:
    """The newest message as a list row shows it; ``attachments`` counts them."""

    text: str
    author: Author
    sent_at: datetime
    attachments: int


def in_short(message: Message) -> LastMessage:
    """``message`` as a list row shows it."""
    return LastMessage(
        text=message.text[:PREVIEW_CHARACTERS],
        author=message.author,
        sent_at=message.sent_at,
        attachments=len(message.attachments),
    )
