"""A transcript on its way out: to whom, and which part of the thread there is room for."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.chat.domain.messages import Message
from services.chat.domain.people import Author

LIMIT_BYTES = 600_000
"""What the messages of one event may take: with the rest of it, and escaped, less than 1 MB."""
LONGEST = 1_000
"""As many messages at most, however short; a mail that is longer is read by nobody."""

_ENVELOPE_BYTES = 250
_ATTACHMENT_BYTES = 120


@dataclass(frozen=True, slots=True)
class Transcript:
    """``messages`` are the newest, ascending; ``omitted`` counts those before them."""

    request_id: str
    to: str
    time_zone: str
    requested_by: Author
    messages: tuple[Message, ...]
    omitted: int


def newest_that_fit(messages: Sequence[Message]) -> tuple[Message, ...]:
    """The end of ``messages`` (ascending) that one event has room for."""
    room = LIMIT_BYTES
    fitting: list[Message] = []
    for message in reversed(messages[-LONGEST:]):
        room -= _size_bytes(message)
        if room < 0:
            break
        fitting.append(message)
    return tuple(reversed(fitting))


def _size_bytes(message: Message) -> int:
    """Roughly what it takes in an event, and never less."""
    names = sum(_escaped_bytes(file.name) + _ATTACHMENT_BYTES for file in message.attachments)
    return (
        _ENVELOPE_BYTES + _escaped_bytes(message.text) + _escaped_bytes(message.author.name) + names
    )


def _escaped_bytes(text: str) -> int:
    """As JSON: control characters take six bytes, quotes and backslashes two."""
    special = sum(5 if c < " " else 1 for c in text if c < " " or c in '"\\')
    return len(text.encode()) + special


def shortened(address: str) -> str:
    """``mia@shop.example`` → ``m…@shop.example``: enough to recognise, not enough to write to."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"


def told(to: str) -> str:
    """The line in the thread once the transcript was sent; ``to`` is shortened."""
    return f"Transcript sent to {to}"


def failed(to: str, reason: str) -> str:
    """The line in the thread when it could not be sent."""
    return f"The transcript could not be sent to {to}. {reason}"
