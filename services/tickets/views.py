"""Domain values as contracts: the only fields that agents and events are shown."""

from collections.abc import Sequence

from services.tickets import domain
from shared.contracts import tickets as contracts
from shared.contracts.conversations import Message, Messages


def company(company: domain.Company) -> contracts.Company:
    """Whom tickets are for."""
    return contracts.Company.model_validate(company)


def companies(found: Sequence[domain.Company]) -> contracts.Companies:
    """Companies in the order given."""
    return contracts.Companies(items=[company(item) for item in found])


def ticket(ticket: domain.Ticket) -> contracts.Ticket:
    """A ticket without its transcript."""
    return contracts.Ticket.model_validate(ticket)


def transcript(messages: Sequence[Message]) -> Messages:
    """Messages in the order given."""
    return Messages(items=list(messages))
