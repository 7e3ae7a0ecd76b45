"""Companies, conversions under way and tickets, and how they may change: frozen values and pure
transitions.

A conversion becomes a ticket once the last message of its transcript has come. What chat says of
a message is kept as it was said, so messages are values of the contract here.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from shared import refusals
from shared.contracts.conversations import Message
from shared.contracts.people import Author

Status = Literal["open", "pending", "solved"]
Kind = Literal["customer", "agent", "system"]


class UnknownCompany(refusals.Invalid):
    """No company of this workspace, or none any more."""

    slug, title = "unknown-company", "There is no such company"


class CompanyInUse(refusals.Conflict):
    """Tickets name the company."""

    slug, title = "company-in-use", "This company has tickets"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who did something."""

    kind: Kind
    id: str
    name: str
    avatar_url: str | None = None


@dataclass(frozen=True, slots=True)
class Requester:
    """The customer whom a ticket came from."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A company as a ticket names it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Company:
    """Whom tickets are for; ``key`` is the only one of the workspace."""

    id: str
    workspace_id: str
    key: str
    name: str
    domain: str | None
    created_at: datetime

    @property
    def in_short(self) -> CompanyName:
        """As a ticket names it."""
        return CompanyName(self.id, self.name)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A ticket to be: ``collected_seq`` of ``last_seq`` messages have come."""

    ticket_id: str
    workspace_id: str
    conversation_id: str
    request_id: str
    subject: str
    company: CompanyName
    requester: Requester
    requested_by: Person
    last_seq: int
    collected_seq: int = 0
    agents: tuple[Person, ...] = ()

    @property
    def is_complete(self) -> bool:
        """The whole transcript is here."""
        return self.collected_seq >= self.last_seq


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a conversation has become; ``version`` grows by one with every change."""

    id: str
    workspace_id: str
    version: int
    number: int
    status: Status
    subject: str
    company: CompanyName
    requester: Requester
    agents: tuple[Person, ...]
    conversation_id: str
    last_seq: int
    created_by: Person
    created_at: datetime
    updated_at: datetime


def company(
    workspace_id: str, name: str, domain: str | None, now: datetime, *, company_id: str
) -> Company:
    """A new company, its name without spaces too many."""
    spaced = " ".join(name.split())
    return Company(company_id, workspace_id, company_key(spaced), spaced, domain, now)


def company_key(name: str) -> str:
    """What is the same for every way to write ``name``."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def collect(conversion: Conversion, after_seq: int, messages: Sequence[Message]) -> Conversion:
    """With the next part of the transcript; the same object for any part but the next one."""
    if after_seq != conversion.collected_seq or not messages:
        return conversion
    seqs = [message.seq for message in messages]
    if seqs != list(range(after_seq + 1, after_seq + 1 + len(seqs))):
        return conversion
    known = {agent.id: agent for agent in conversion.agents}
    for message in messages:
        if message.author.kind == "agent":
            known.setdefault(message.author.id, person(message.author))
    return replace(conversion, collected_seq=seqs[-1], agents=tuple(known.values()))


def person(author: Author) -> Person:
    """``author`` as tickets keep them."""
    return Person(author.kind, author.id, author.name, author.avatar_url)


def ticket(conversion: Conversion, number: int, now: datetime) -> Ticket:
    """What a complete conversion becomes."""
    return Ticket(
        id=conversion.ticket_id,
        workspace_id=conversion.workspace_id,
        version=1,
        number=number,
        status="open",
        subject=conversion.subject,
        company=conversion.company,
        requester=conversion.requester,
        agents=conversion.agents,
        conversation_id=conversion.conversation_id,
        last_seq=conversion.last_seq,
        created_by=conversion.requested_by,
        created_at=now,
        updated_at=now,
    )


def change(
    before: Ticket, status: Status | None, company: CompanyName | None, now: datetime
) -> Ticket:
    """With another status or company; the same object when that is no news."""
    after = replace(before, status=status or before.status, company=company or before.company)
    if after == before:
        return before
    return replace(after, version=before.version + 1, updated_at=now)
