"""Where a page of the list ended, as an opaque string. Pure."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime

from services.chat.domain.conversations import Conversation
from shared import refusals


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row that was seen."""

    updated_at: datetime
    conversation_id: str

    def __str__(self) -> str:
        milliseconds = round(self.updated_at.timestamp() * 1000)
        plain = f"{milliseconds}.{self.conversation_id}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def after(conversation: Conversation) -> Cursor:
    """For the page that begins after ``conversation``."""
    return Cursor(conversation.updated_at, conversation.id)


def parse(text: str) -> Cursor:
    """Raises ``Invalid`` for anything but what ``str(cursor)`` gave."""
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        milliseconds, _, conversation_id = plain.decode("ascii").partition(".")
        cursor = Cursor(datetime.fromtimestamp(int(milliseconds) / 1000, UTC), conversation_id)
        if str(cursor) != text:
            raise ValueError(text)
    except (ValueError, OverflowError, OSError):
        raise refusals.Invalid("This is not a cursor that a page was answered with.") from None
    return cursor
