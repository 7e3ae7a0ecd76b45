"""Companies: added once, found as one types, deleted while nothing names them."""

import asyncio

import httpx
import pytest

from tests.integration.chat.callers import slug
from tests.integration.tickets.office import COMPANIES, Office, new_id


async def found(office: Office, **query: str | int) -> list[str]:
    answer = await office.clerk().get(COMPANIES, **query)
    assert answer.status_code == 200, answer.text
    return [company["name"] for company in answer.json()["items"]]


async def delete(office: Office, company_id: str) -> httpx.Response:
    clerk = office.clerk()
    return await clerk.http.delete(f"{COMPANIES}/{company_id}", headers=clerk.headers())


async def test_a_name_is_taken_once_whatever_its_case_and_spaces(office: Office) -> None:
    first = await office.clerk().post(COMPANIES, {"name": " Acme   Trading ", "client_id": "a"})
    again = await office.clerk().post(COMPANIES, {"name": "ACME trading"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["name"] == "Acme Trading"
    assert (await office.elsewhere().company("Acme Trading"))["id"] != first.json()["id"]


async def test_the_same_name_at_once_is_one_company(office: Office) -> None:
    names = ("Acme", "ACME", " acme ", "Acme")
    companies = await asyncio.gather(*(office.company(name) for name in names * 5))
    assert len({company["id"] for company in companies}) == 1


async def test_companies_are_found_by_the_beginning_of_any_word_and_by_domain(
    office: Office,
) -> None:
    await office.company("Acme Trading", domain="ACME.example")
    await office.company("Zürich Übersee")
    await office.company("Trade Union")

    assert await found(office) == ["Acme Trading", "Trade Union", "Zürich Übersee"]
    assert set(await found(office, q="tra")) == {"Acme Trading", "Trade Union"}
    assert await found(office, q="trad acm") == ["Acme Trading"]
    assert await found(office, q="uber") == ["Zürich Übersee"]
    assert await found(office, q="acme.ex") == ["Acme Trading"]
    for nothing in ("rading", "$ne", "...", ".*", '{"$ne": null}'):
        assert await found(office, q=nothing) == []
    assert await found(office.elsewhere(), q="acme") == []


async def test_the_company_of_the_customers_domain_comes_first(office: Office) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        await office.company(name, domain=f"{name}.example".lower())

    assert await found(office, domain="Gamma.example") == ["Gamma", "Alpha", "Beta"]
    assert await found(office, domain="gamma.example", q="b") == ["Beta"]
    assert await found(office, domain="unknown.example", limit=2) == ["Alpha", "Beta"]


async def test_a_company_with_a_ticket_stays(office: Office) -> None:
    ticket = await office.converted()
    free = await office.company("Globex")

    assert slug(await delete(office, ticket["company"]["id"])) == "company-in-use"
    assert (await delete(office.elsewhere(), free["id"])).status_code == 404
    assert (await delete(office, free["id"])).status_code == 204
    assert (await delete(office, free["id"])).status_code == 404


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, None, 7, {"$ne": None}])
async def test_a_name_that_is_none_is_refused(office: Office, name: object) -> None:
    answer = await office.clerk().post(COMPANIES, {"name": name})
    assert answer.status_code == 422
    assert await found(office) == []


@pytest.mark.parametrize("domain", ["acme", "a b.c", "ann@acme.example", "", 7, {"$ne": None}])
async def test_a_domain_that_is_none_is_refused(office: Office, domain: object) -> None:
    answer = await office.clerk().post(COMPANIES, {"name": "Acme", "domain": domain})
    assert answer.status_code == 422


async def test_a_name_with_markup_stays_text(office: Office) -> None:
    name = "<script>alert(1)</script>"
    assert (await office.company(name))["name"] == name
    assert await found(office, q="script") == [name]


async def test_only_agents_see_companies(office: Office) -> None:
    customer, _ = await office.started()
    stranger = type(customer)(office.tickets, customer.signer, customer.principal)
    assert (await stranger.get(COMPANIES)).status_code == 404
    assert (await office.clerk().http.get(COMPANIES)).status_code == 401
    assert (await delete(office, new_id())).status_code == 404
