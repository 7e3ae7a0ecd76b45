"""Domain values as documents, and back."""

from dataclasses import asdict

from services.tickets.domain import CompanyName, Conversion, Person, Requester, Ticket
from shared.mongo import Document


def of_conversion(conversion: Conversion) -> Document:
    """The whole document, under the id of the ticket to be."""
    document = asdict(conversion)
    return {"_id": document.pop("ticket_id"), **document}


def to_conversion(document: Document) -> Conversion:
    """The inverse of ``of_conversion``."""
    rest = dict(document)
    return Conversion(
        ticket_id=rest.pop("_id"),
        company=CompanyName(**rest.pop("company")),
        requester=Requester(**rest.pop("requester")),
        requested_by=Person(**rest.pop("requested_by")),
        agents=tuple(Person(**agent) for agent in rest.pop("agents")),
        **rest,
    )


def of_ticket(ticket: Ticket, terms: list[str]) -> Document:
    """The whole document; ``terms`` are what the ticket is found by."""
    document = asdict(ticket)
    return {"_id": document.pop("id"), **document, "terms": terms}


def to_ticket(document: Document) -> Ticket:
    """The inverse of ``of_ticket``."""
    rest = {key: value for key, value in document.items() if key != "terms"}
    return Ticket(
        id=rest.pop("_id"),
        company=CompanyName(**rest.pop("company")),
        requester=Requester(**rest.pop("requester")),
        created_by=Person(**rest.pop("created_by")),
        agents=tuple(Person(**agent) for agent in rest.pop("agents")),
        **rest,
    )
