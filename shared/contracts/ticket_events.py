"""What ``services/tickets`` says about tickets."""

from typing import ClassVar, Literal

from shared.contracts.events import Fact
from shared.contracts.tickets import Ticket
from shared.contracts.values import Id

RejectionReason = Literal["unknown-company"]


class TicketCreated(Fact):
    """A ticket exists, with its whole transcript. Said again, unchanged, to a chat that asks."""

    event_type: ClassVar[str] = "ticket.created.v1"
    ticket: Ticket


class TicketChanged(Fact):
    """Status or company changed; the whole new state."""

    event_type: ClassVar[str] = "ticket.changed.v1"
    ticket: Ticket


class ConversionRejected(Fact):
    """There will be no ticket from this request; the subject is its id."""

    event_type: ClassVar[str] = "ticket.conversion_rejected.v1"
    conversation_id: Id
    request_id: Id
    reason: RejectionReason
