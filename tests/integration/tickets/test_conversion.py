"""From a closed chat to a ticket, and what is refused on the way."""

import pytest

from tests.integration.chat.callers import slug
from tests.integration.tickets.office import COMPANIES, OWN, TICKETS, Office, new_id


async def test_a_closed_conversation_becomes_a_ticket_with_everything(office: Office) -> None:
    company = await office.company("Acme", domain="acme.example")
    customer, path = await office.started("My parcel is late")
    uploaded = (await customer.upload(OWN, b"a label", "label.txt")).json()
    await customer.say(OWN, "Here", attachment_ids=[uploaded["id"]])
    await office.agent("Ben").say(path, "I look")
    await office.agent("Ann").say(path, "Found it")
    await office.agent("Ben").say(path, "Good")
    await office.agent().post(f"{path}/close")

    asked = await office.convert(path, company["id"], "  <b>Late</b> parcel ")
    assert asked.status_code == 202
    link = await office.outcome(path)

    ticket = await office.ticket(link["id"])
    assert link == {"state": "created", "id": ticket["id"], "number": 1001, "reason": None}
    assert ticket["subject"] == "<b>Late</b> parcel"
    assert ticket["company"] == {"id": company["id"], "name": "Acme"}
    assert ticket["requester"] == {"name": "Mia Torres", "email": "mia@shop.example"}
    assert [agent["name"] for agent in ticket["agents"]] == ["Ben", "Ann"]
    assert ticket["created_by"]["name"] == "Ann"
    assert (ticket["status"], ticket["number"], ticket["version"]) == ("open", 1001, 1)
    assert path.endswith(ticket["conversation_id"])
    assert await office.transcript(ticket["id"]) == await office.agent().thread(path)


async def test_a_file_is_read_through_the_ticket_and_by_nobody_else(office: Office) -> None:
    company = await office.company()
    customer, path = await office.started()
    posted, unposted = [(await customer.upload(OWN, b"a label")).json()["id"] for _ in range(2)]
    await customer.say(OWN, attachment_ids=[posted])
    await office.agent().post(f"{path}/close")
    await office.convert(path, company["id"])
    ticket_id = (await office.outcome(path))["id"]
    files = f"{TICKETS}/{ticket_id}/attachments"

    assert (await office.agent().get(f"{files}/{posted}")).content == b"a label"

    for caller, wrong in (
        (office.agent(), f"{files}/{unposted}"),
        (office.agent(), f"{TICKETS}/{new_id()}/attachments/{posted}"),
        (office.elsewhere().agent(), f"{files}/{posted}"),
        (customer, f"{files}/{posted}"),
    ):
        assert (await caller.get(wrong)).status_code == 404


async def test_after_conversion_nobody_writes_and_a_repeat_gives_the_same_ticket(
    office: Office,
) -> None:
    company, other = await office.company("Acme"), await office.company("Globex")
    customer, path = await office.closed()
    await office.convert(path, company["id"])
    link = await office.outcome(path)
    before = (await office.agent().get(path)).json()

    for caller, thread in ((office.agent(), path), (customer, OWN)):
        assert slug(await caller.say(thread)) == "conversation-converted"
        assert slug(await caller.upload(thread, b"x")) == "conversation-converted"
        assert (await caller.post(f"{thread}/close")).status_code == 200
    again = await office.convert(path, other["id"], "Something else", name="Ben")

    assert again.status_code == 202
    assert again.json()["ticket"] == link
    assert (await office.agent().get(path)).json() == before
    page = (await office.clerk().get(TICKETS)).json()
    assert [ticket["subject"] for ticket in page["items"]] == ["Late parcel"]


async def test_the_customer_is_told_the_number_and_starts_anew(office: Office) -> None:
    company = await office.company()
    customer, path = await office.closed()
    await office.convert(path, company["id"])
    await office.outcome(path)

    seen = (await customer.get(OWN)).json()["ticket"]

    assert seen == {"state": "created", "id": None, "number": 1001, "reason": None}
    await office.started("Something new")


async def test_a_rejection_unlocks_and_loses_nothing(office: Office) -> None:
    foreign = await office.elsewhere().company("Elsewhere")
    deleted = await office.company("Gone")
    assert (
        await office.clerk().http.delete(
            f"{COMPANIES}/{deleted['id']}", headers=office.clerk().headers()
        )
    ).status_code == 204
    customer, path = await office.closed()

    for company_id in (new_id(), foreign["id"], deleted["id"]):
        assert (await office.convert(path, company_id)).status_code == 202
        link = await office.outcome(path)
        assert link == {
            "state": "rejected",
            "id": None,
            "number": None,
            "reason": "unknown-company",
        }
        assert (await customer.get(OWN)).json()["ticket"] is None
        assert slug(await customer.say(OWN)) == "conversation-closed"

    company = await office.company("Acme")
    await office.convert(path, company["id"])
    assert (await office.outcome(path))["state"] == "created"
    assert (await office.clerk().get(TICKETS)).json()["items"][0]["number"] == 1001


@pytest.mark.parametrize("subject", ["", "   ", "x" * 201, "x" * 300, None, 7, {"$ne": None}])
async def test_a_subject_that_is_none_is_refused(office: Office, subject: object) -> None:
    company = await office.company()
    _, path = await office.closed()

    answer = await office.agent().post(
        f"{path}/ticket", {"subject": subject, "company_id": company["id"]}
    )

    assert answer.status_code == 422
    assert (await office.agent().get(path)).json()["ticket"] is None


@pytest.mark.parametrize("company_id", [None, 7, "", "a b", {"$ne": None}])
async def test_a_company_that_is_none_is_refused(office: Office, company_id: object) -> None:
    _, path = await office.closed()
    body = {"subject": "Late", "company_id": company_id}
    assert (await office.agent().post(f"{path}/ticket", body)).status_code == 422


async def test_only_a_closed_conversation_of_the_workspace_is_converted(office: Office) -> None:
    company = await office.company()
    customer, path = await office.started()

    assert slug(await office.convert(path, company["id"])) == "conversation-open"
    await office.agent().post(f"{path}/close")

    unknown = f"/api/v1/conversations/{new_id()}"
    assert (await office.convert(unknown, company["id"])).status_code == 404
    assert (await office.elsewhere().convert(path, company["id"])).status_code == 404
    body = {"subject": "Late", "company_id": company["id"]}
    assert (await customer.post(f"{path}/ticket", body)).status_code == 404
    assert (await office.agent().get(path)).json()["ticket"] is None
