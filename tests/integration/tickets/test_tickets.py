"""Tickets: listed, found, changed."""

import httpx
import pytest

from tests.integration.tickets.office import TICKETS, Json, Office, new_id


async def listed(office: Office, **query: str | int) -> list[int]:
    answer = await office.clerk().get(TICKETS, **query)
    assert answer.status_code == 200, answer.text
    return [ticket["number"] for ticket in answer.json()["items"]]


async def patch(office: Office, ticket: Json, body: object) -> httpx.Response:
    clerk = office.clerk()
    path = f"{TICKETS}/{ticket['id']}"
    return await clerk.http.patch(path, json=body, headers=clerk.headers())


async def test_tickets_are_paged_newest_first(office: Office) -> None:
    for _ in range(5):
        await office.converted()
    clerk = office.clerk()

    numbers: list[list[int]] = []
    cursor: str | None = ""
    for _ in range(3):
        page = (await clerk.get(TICKETS, limit=2, **({"cursor": cursor} if cursor else {}))).json()
        numbers.append([ticket["number"] for ticket in page["items"]])
        cursor = page["next_cursor"]

    assert numbers == [[1005, 1004], [1003, 1002], [1001]]
    assert cursor is None
    assert (await clerk.get(TICKETS, limit=5)).json()["next_cursor"] is None


async def test_tickets_are_found_by_status_company_and_words(office: Office) -> None:
    late = await office.converted("Late <b>parcel</b>")
    broken = await office.converted("Broken vase")
    other = await office.company("Globex")
    await patch(office, late, {"status": "solved"})
    await patch(office, broken, {"company_id": other["id"]})

    assert await listed(office, status="solved") == [1001]
    assert await listed(office, company_id=other["id"]) == [1002]
    assert await listed(office, status="solved", company_id=other["id"]) == []
    assert await listed(office, q="vas") == [1002]
    assert await listed(office, q="#1001") == [1001]
    assert await listed(office, q="mia@shop.example par") == [1001]
    assert await listed(office, q="torr") == [1002, 1001]
    for nothing in ("ase", "...", '{"$ne": null}'):
        assert await listed(office, q=nothing) == []
    assert await listed(office.elsewhere()) == []


async def test_a_change_is_kept_and_a_repeat_changes_nothing(office: Office) -> None:
    ticket = await office.converted()
    other = await office.company("Globex")
    wanted = {"status": "pending", "company_id": other["id"]}

    first = await patch(office, ticket, wanted)
    again = await patch(office, ticket, wanted)

    assert first.json()["version"] == 2
    assert first.json()["company"] == {"id": other["id"], "name": "Globex"}
    assert first.json() == again.json() == await office.ticket(ticket["id"])
    assert first.json() == (await patch(office, ticket, {})).json()


@pytest.mark.parametrize(
    "body",
    [
        {"status": "closed"},
        {"status": {"$ne": None}},
        {"company_id": {"$ne": None}},
        {"company_id": "unknown"},
        {"subject": "Another"},
        [],
    ],
)
async def test_a_change_that_makes_no_sense_is_refused(office: Office, body: object) -> None:
    ticket = await office.converted()
    assert (await patch(office, ticket, body)).status_code == 422
    assert await office.ticket(ticket["id"]) == ticket


async def test_a_ticket_of_another_workspace_is_not_there(office: Office) -> None:
    ticket = await office.converted()
    foreign = await office.elsewhere().company("Foreign")
    clerk = office.elsewhere().clerk()

    for path in (ticket["id"], f"{ticket['id']}/messages", new_id()):
        assert (await clerk.get(f"{TICKETS}/{path}")).status_code == 404
    assert (await patch(office.elsewhere(), ticket, {"status": "solved"})).status_code == 404
    assert (await patch(office, ticket, {"company_id": foreign["id"]})).status_code == 422
    assert await office.ticket(ticket["id"]) == ticket


@pytest.mark.parametrize(
    "query",
    [{"status": "closed"}, {"cursor": "x"}, {"limit": 0}, {"limit": 101}, {"company_id": "a b"}],
)
async def test_a_question_that_makes_no_sense_is_refused(
    office: Office, query: dict[str, str | int]
) -> None:
    assert (await office.clerk().get(TICKETS, **query)).status_code == 422
