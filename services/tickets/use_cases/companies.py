"""Find, add and delete companies."""

from services.tickets import domain
from services.tickets.domain import Company
from services.tickets.use_cases.desk import Desk
from shared import search
from shared.mongo import DuplicateKey


async def find_companies(
    desk: Desk, workspace_id: str, query: str, mail_domain: str | None, limit: int
) -> list[Company]:
    """Those that ``query`` finds, those at ``mail_domain`` first."""
    words = search.words(query)
    if query.strip() and not words:
        return []
    suggested = []
    if mail_domain:
        suggested = await desk.companies.with_domain(workspace_id, mail_domain.lower(), limit)
        suggested = [company for company in suggested if _is_found(company, words)]
    found = await desk.companies.beginning_with(workspace_id, words, limit)
    by_id = {company.id: company for company in (*suggested, *found)}
    return list(by_id.values())[:limit]


async def add_company(
    desk: Desk, workspace_id: str, name: str, mail_domain: str | None
) -> tuple[Company, bool]:
    """The company of that name, and whether it is new."""
    company = domain.company(workspace_id, name, mail_domain, desk.now(), company_id=desk.new_id())
    try:
        await desk.companies.add(company)
    except DuplicateKey:
        known = await desk.companies.with_key(workspace_id, company.key)
        if known is None:
            raise
        return known, False
    return company, True


async def delete_company(desk: Desk, workspace_id: str, company_id: str) -> None:
    """Raises ``NotFound``, or ``CompanyInUse`` while a ticket names it."""
    await desk.companies.delete(workspace_id, company_id)


def _is_found(company: Company, words: list[str]) -> bool:
    terms = search.terms(company.name, company.domain or "")
    return all(any(term.startswith(word) for term in terms) for word in words)
