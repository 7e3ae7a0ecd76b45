"""How far the conversion of a conversation into a ticket has come: a value."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.chat.domain.people import Author

State = Literal["requested", "created", "rejected"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the ticket shall be about, and for which company."""

    subject: str
    company_id: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """One attempt at a ticket; a rejected one may be followed by another.

    ``asked_at`` is when the request was said last. ``ticket_id`` and ``number`` belong to a
    created ticket, ``reason`` to a rejection.
    """

    request_id: str
    state: State
    wish: Wish
    requested_by: Author
    asked_at: datetime
    ticket_id: str | None = None
    number: int | None = None
    reason: str | None = None
