"""Tickets and companies as agents see them."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from shared.contracts.people import Author, Person
from shared.contracts.values import ClientId, Id, Name, Request, Timestamp, Wire

TicketStatus = Literal["open", "pending", "solved"]

SUBJECT_LIMIT = 200
"""Longest subject of a ticket, in characters."""

Subject = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=SUBJECT_LIMIT)
]

MailDomain = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, max_length=253, pattern=r"^[^\s@/:]+\.[^\s@/:]+$"
    ),
]
"""What stands behind the ``@``, such as ``acme.example``."""


class Company(Wire):
    """Whom a ticket is for. Its ``name`` is the only one of the workspace, whatever the case and
    the spaces; ``domain`` is the one of its people's e-mail addresses.
    """

    id: Id
    name: str
    domain: str | None
    created_at: Timestamp


class Companies(Wire):
    """The companies that a search finds, those with the asked domain first."""

    items: list[Company]


class NewCompany(Request):
    """A company to add. A repeat is recognised by its name, so ``client_id`` may be left out."""

    name: Name
    domain: MailDomain | None = None
    client_id: ClientId | None = None


class CompanyName(Wire):
    """A company as a ticket names it."""

    id: Id
    name: str


class Requester(Wire):
    """The customer whom a ticket came from."""

    name: str
    email: str


class Ticket(Wire):
    """What a conversation has become, without its transcript.

    ``number`` is what people say (#1042), dense within the workspace. ``agents`` are those who
    wrote in the conversation, in the order of their first message. ``last_seq`` is how many
    messages the transcript has. ``version`` grows by one with every event about the ticket.
    """

    id: Id
    version: int
    number: int
    status: TicketStatus
    subject: str
    company: CompanyName
    requester: Requester
    agents: list[Person]
    conversation_id: Id
    last_seq: int
    created_by: Author
    created_at: Timestamp
    updated_at: Timestamp


class TicketPatch(Request):
    """What to change of a ticket; what is left out stays."""

    status: TicketStatus | None = None
    company_id: Id | None = None


class ConvertConversation(Request):
    """Make a ticket of a closed conversation, for this company."""

    subject: Subject
    company_id: Id
