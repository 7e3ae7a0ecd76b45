"""One ticket per conversation, ``converted`` ⇔ there is a ticket, each with a number of its own and
the whole transcript.
"""

from collections import Counter
from collections.abc import Iterator

from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Stored


def violations(record: Record, stored: Stored) -> Iterator[str]:
    yield from _doubles(stored)
    tickets = {ticket.conversation_id: ticket for ticket in stored.tickets}
    for conversation in stored.conversations:
        state, ticket_id = conversation.conversion or (None, None)
        ticket = tickets.get(conversation.id)
        if state == "requested":
            yield f"{conversation.id} still waits for its ticket"
        elif (state == "created") != (ticket is not None):
            yield f"{conversation.id} is {state or 'not converted'}, its ticket is {ticket}"
        elif ticket and ticket.id != ticket_id:
            yield f"{conversation.id} goes on as {ticket_id}, its ticket is {ticket.id}"
    lengths = {conversation.id: conversation.last_seq for conversation in stored.conversations}
    for ticket in stored.tickets:
        length = lengths.get(ticket.conversation_id, len(ticket.seqs))
        if ticket.seqs != tuple(range(1, length + 1)):
            yield f"the transcript of {ticket.id} should hold 1 … {length}: {ticket.seqs}"
    yield from _promised(record, tickets.keys() | stored.purged)


def _doubles(stored: Stored) -> Iterator[str]:
    by_conversation = Counter(ticket.conversation_id for ticket in stored.tickets)
    by_number = Counter((ticket.workspace, ticket.number) for ticket in stored.tickets)
    for what, count in (*by_conversation.items(), *by_number.items()):
        if count > 1:
            yield f"{count} tickets for {what}"


def _promised(record: Record, known: frozenset[str] | set[str]) -> Iterator[str]:
    """What was accepted has its ticket: the companies that the driver names exist."""
    for operation in record.operations:
        was_accepted = operation.kind == "convert" and operation.outcome == "ok"
        if was_accepted and operation.conversation_id not in known:
            yield f"{operation.conversation_id} was to become a ticket and has none"
