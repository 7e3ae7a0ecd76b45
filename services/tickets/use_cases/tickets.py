"""List, show and change tickets."""

from dataclasses import replace

from services.tickets import domain, events
from services.tickets.domain import CompanyName, Status, Ticket, UnknownCompany
from services.tickets.repository.tickets import Wanted
from services.tickets.use_cases.desk import Desk
from shared.contracts.conversations import Message
from shared.mongo import Transaction


async def list_tickets(
    desk: Desk, workspace_id: str, wanted: Wanted
) -> tuple[list[Ticket], int | None]:
    """One page, newest first, and the number below which the next one begins."""
    # One row more than asked for tells whether there is a next page.
    rows = await desk.tickets.page(workspace_id, replace(wanted, limit=wanted.limit + 1))
    page = rows[: wanted.limit]
    return page, page[-1].number if len(rows) > len(page) else None


async def get_ticket(desk: Desk, workspace_id: str, ticket_id: str) -> Ticket:
    """Raises ``NotFound``."""
    return await desk.tickets.find(workspace_id, ticket_id)


async def read_transcript(
    desk: Desk, workspace_id: str, ticket_id: str, after_seq: int, limit: int
) -> list[Message]:
    """That part of the transcript, ascending. Raises ``NotFound``."""
    await desk.tickets.find(workspace_id, ticket_id)
    return await desk.transcripts.page(workspace_id, ticket_id, after_seq, limit)


async def change_ticket(
    desk: Desk,
    workspace_id: str,
    ticket_id: str,
    status: Status | None,
    company_id: str | None,
) -> Ticket:
    """With another status or company. Raises ``NotFound``, ``UnknownCompany``."""

    async def attempt(tx: Transaction) -> Ticket:
        before = await desk.tickets.find(workspace_id, ticket_id, tx)
        company = await _moved(desk, tx, before, company_id)
        now = desk.now()
        after = domain.change(before, status, company, now)
        if after is not before:
            await desk.tickets.save(after, tx)
            await desk.outbox.append(tx, events.changed(after, now, desk.new_id()))
        return after

    return await desk.mongo.transact(attempt, turns=[ticket_id])


async def _moved(
    desk: Desk, tx: Transaction, ticket: Ticket, company_id: str | None
) -> CompanyName | None:
    """The other company, which the ticket names from now on; ``None`` when it is to stay."""
    if company_id is None or company_id == ticket.company.id:
        return None
    company = await desk.companies.hold(ticket.workspace_id, company_id, tx)
    if company is None:
        raise UnknownCompany
    await desk.companies.release(ticket.workspace_id, ticket.company.id, tx)
    return company
