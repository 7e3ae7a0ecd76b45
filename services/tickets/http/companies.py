"""Companies."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.tickets import views
from services.tickets.domain import CompanyInUse
from services.tickets.http.requests import LONGEST_QUERY, Agent, ServedDesk
from services.tickets.use_cases import companies
from shared import problems
from shared.contracts import tickets as contracts

PAGE = 20
LONGEST_PAGE = 50

router = APIRouter(prefix="/api/v1/companies")


@router.get("")
async def find_companies(
    desk: ServedDesk,
    agent: Agent,
    q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "",
    domain: Annotated[str | None, Query(max_length=253)] = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = PAGE,
) -> contracts.Companies:
    """By beginnings of words of name and domain; those at the mail ``domain`` come first."""
    found = await companies.find_companies(desk, agent.workspace_id, q, domain, limit)
    return views.companies(found)


@router.post(
    "",
    status_code=201,
    responses={200: {"model": contracts.Company, "description": "It was there before"}},
)
async def add_company(
    desk: ServedDesk, agent: Agent, body: contracts.NewCompany, response: Response
) -> contracts.Company:
    """Add one; 200 with the one that has this name already."""
    company, is_new = await companies.add_company(desk, agent.workspace_id, body.name, body.domain)
    response.status_code = 201 if is_new else 200
    return views.company(company)


@router.delete("/{company_id}", status_code=204, responses=problems.documented(CompanyInUse))
async def delete_company(desk: ServedDesk, agent: Agent, company_id: str) -> None:
    """Delete one that no ticket names."""
    await companies.delete_company(desk, agent.workspace_id, company_id)
