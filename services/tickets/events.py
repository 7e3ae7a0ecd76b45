"""What became of conversions and tickets, as the events that others hear. Nothing else leaves."""

from datetime import datetime

from services.tickets import views
from services.tickets.domain import Conversion, Ticket
from shared import telemetry
from shared.contracts import ticket_events as contracts
from shared.contracts.conversation_events import ConversionRequested
from shared.contracts.events import Data, Event, envelope
from shared.contracts.ticket_events import RejectionReason
from shared.contracts.transcript_events import TranscriptPartWanted

SOURCE = "/services/tickets"


def created(ticket: Ticket, now: datetime, event_id: str) -> Event[contracts.TicketCreated]:
    """A conversation has become a ticket, with its whole transcript."""
    fact = contracts.TicketCreated(ticket=views.ticket(ticket))
    return _event(fact, ticket.id, ticket.version, ticket.workspace_id, now, event_id)


def changed(ticket: Ticket, now: datetime, event_id: str) -> Event[contracts.TicketChanged]:
    """Status or company of a ticket changed."""
    fact = contracts.TicketChanged(ticket=views.ticket(ticket))
    return _event(fact, ticket.id, ticket.version, ticket.workspace_id, now, event_id)


def rejected(
    asked: Event[ConversionRequested], reason: RejectionReason, now: datetime, event_id: str
) -> Event[contracts.ConversionRejected]:
    """There will be no ticket from a request."""
    request_id = asked.data.request_id
    fact = contracts.ConversionRejected(
        conversation_id=asked.subject, request_id=request_id, reason=reason
    )
    return _event(fact, request_id, 1, asked.workspaceid, now, event_id)


def part_wanted(
    conversion: Conversion, now: datetime, event_id: str
) -> Event[TranscriptPartWanted]:
    """The next part of a transcript is needed."""
    fact = TranscriptPartWanted(
        conversation_id=conversion.conversation_id,
        request_id=conversion.request_id,
        after_seq=conversion.collected_seq,
    )
    subject, sequence = conversion.request_id, conversion.collected_seq
    return _event(fact, subject, sequence, conversion.workspace_id, now, event_id)


def _event(
    fact: Data, subject: str, sequence: int, workspace_id: str, now: datetime, event_id: str
) -> Event[Data]:
    return envelope(
        fact,
        event_id=event_id,
        source=SOURCE,
        subject=subject,
        workspace_id=workspace_id,
        sequence=sequence,
        time=now,
        traceparent=telemetry.traceparent(),
    )
