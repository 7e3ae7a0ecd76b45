"""Tickets and their transcripts."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.tickets import views
from services.tickets.domain import Status, UnknownCompany
from services.tickets.http.requests import LONGEST_QUERY, Agent, ServedDesk
from services.tickets.repository.tickets import Wanted
from services.tickets.use_cases import tickets
from shared import problems
from shared.contracts import tickets as contracts
from shared.contracts.conversations import Messages
from shared.contracts.values import Id, Page

LIST_PAGE = 30
LONGEST_LIST_PAGE = 100
TRANSCRIPT_PAGE = 50
LONGEST_TRANSCRIPT_PAGE = 200
LARGEST_SEQ = 2**53

router = APIRouter(prefix="/api/v1/tickets")


@router.get("")
async def list_tickets(
    desk: ServedDesk,
    agent: Agent,
    status: Status | None = None,
    company_id: Id | None = None,
    q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "",
    cursor: Annotated[str | None, Query(pattern=r"^[0-9]{1,15}$")] = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_LIST_PAGE)] = LIST_PAGE,
) -> Page[contracts.Ticket]:
    """Newest first; ``q`` looks in subjects, numbers and requesters."""
    below = None if cursor is None else int(cursor)
    wanted = Wanted(limit, status, company_id, q.strip(), below)
    rows, next_below = await tickets.list_tickets(desk, agent.workspace_id, wanted)
    return Page[contracts.Ticket](
        items=[views.ticket(row) for row in rows],
        next_cursor=None if next_below is None else str(next_below),
    )


@router.get("/{ticket_id}")
async def get_ticket(desk: ServedDesk, agent: Agent, ticket_id: str) -> contracts.Ticket:
    """One ticket, without its transcript."""
    return views.ticket(await tickets.get_ticket(desk, agent.workspace_id, ticket_id))


@router.get("/{ticket_id}/messages")
async def read_transcript(
    desk: ServedDesk,
    agent: Agent,
    ticket_id: str,
    after_seq: Annotated[int, Query(ge=0, le=LARGEST_SEQ)] = 0,
    limit: Annotated[int, Query(ge=1, le=LONGEST_TRANSCRIPT_PAGE)] = TRANSCRIPT_PAGE,
) -> Messages:
    """Part of the transcript."""
    part = await tickets.read_transcript(desk, agent.workspace_id, ticket_id, after_seq, limit)
    return views.transcript(part)


@router.patch("/{ticket_id}", responses=problems.documented(UnknownCompany))
async def change_ticket(
    desk: ServedDesk, agent: Agent, ticket_id: str, body: contracts.TicketPatch
) -> contracts.Ticket:
    """Another status or company."""
    after = await tickets.change_ticket(
        desk, agent.workspace_id, ticket_id, body.status, body.company_id
    )
    return views.ticket(after)
