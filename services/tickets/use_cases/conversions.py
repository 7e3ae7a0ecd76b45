"""From a request to a ticket, each step one transaction of the event that brings it.

Any step may come twice, late, or out of order: a conversation has one conversion at a time and
one ticket in the end, and whoever asks again is answered again with what is so.
"""

from services.tickets import domain, events
from services.tickets.domain import Conversion, Requester
from services.tickets.use_cases.desk import Desk
from shared.contracts.conversation_events import ConversionRequested
from shared.contracts.conversations import Message
from shared.contracts.events import Event
from shared.mongo import Transaction


async def begin(desk: Desk, tx: Transaction, asked: Event[ConversionRequested]) -> None:
    """Ask for the transcript, or reject; asked again, say again how far it has come."""
    workspace_id, conversation_id = asked.workspaceid, asked.subject
    ticket = await desk.tickets.of_conversation(workspace_id, conversation_id, tx)
    if ticket:
        await desk.outbox.append(tx, events.created(ticket, desk.now(), desk.new_id()))
        return
    conversion = await desk.conversions.find(workspace_id, conversation_id, tx)
    if conversion is None:
        conversion = await _accept(desk, tx, asked)
    if conversion:
        await desk.outbox.append(tx, events.part_wanted(conversion, desk.now(), desk.new_id()))
    else:
        rejection = events.rejected(asked, "unknown-company", desk.now(), desk.new_id())
        await desk.outbox.append(tx, rejection)


async def collect(
    desk: Desk,
    tx: Transaction,
    workspace_id: str,
    conversation_id: str,
    after_seq: int,
    messages: list[Message],
) -> None:
    """Keep a part of the transcript; with the last one there is a ticket."""
    before = await desk.conversions.find(workspace_id, conversation_id, tx)
    if before is None:
        return
    after = domain.collect(before, after_seq, messages)
    if after is before:
        return
    await desk.transcripts.add(after, messages, tx)
    if after.is_complete:
        await _finish(desk, tx, after)
        return
    await desk.conversions.save(after, tx)
    await desk.outbox.append(tx, events.part_wanted(after, desk.now(), desk.new_id()))


async def _accept(
    desk: Desk, tx: Transaction, asked: Event[ConversionRequested]
) -> Conversion | None:
    """A conversion under way, unless there is no such company."""
    request = asked.data
    company = await desk.companies.hold(asked.workspaceid, request.company_id, tx)
    if company is None:
        return None
    conversion = Conversion(
        ticket_id=desk.new_id(),
        workspace_id=asked.workspaceid,
        conversation_id=asked.subject,
        request_id=request.request_id,
        subject=request.subject,
        company=company,
        requester=Requester(request.requester.name, request.requester.email),
        requested_by=domain.person(request.requested_by),
        last_seq=request.last_seq,
    )
    await desk.conversions.add(conversion, tx)
    return conversion


async def _finish(desk: Desk, tx: Transaction, conversion: Conversion) -> None:
    now = desk.now()
    number = await desk.tickets.next_number(conversion.workspace_id, tx)
    ticket = domain.ticket(conversion, number, now)
    await desk.conversions.remove(conversion, tx)
    await desk.tickets.add(ticket, tx)
    await desk.outbox.append(tx, events.created(ticket, now, desk.new_id()))
