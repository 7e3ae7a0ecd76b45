"""What a conversion collects, what a ticket becomes, and what company names are the same."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets import domain
from services.tickets.domain import CompanyName, Conversion, Person, Requester
from shared.contracts.conversations import Message
from shared.contracts.people import Author, AuthorKind

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def a_conversion(last_seq: int = 4) -> Conversion:
    return Conversion(
        ticket_id="t1",
        workspace_id="w1",
        conversation_id="c1",
        request_id="r1",
        subject="Late parcel",
        company=CompanyName("acme", "Acme"),
        requester=Requester("Mia Torres", "mia@shop.example"),
        requested_by=Person("agent", "ann", "Ann"),
        last_seq=last_seq,
    )


def a_message(seq: int, author_id: str = "mia", kind: AuthorKind = "customer") -> Message:
    return Message(
        id=f"m{seq}",
        conversation_id="c1",
        seq=seq,
        client_id=f"d{seq}",
        author=Author(kind=kind, id=author_id, name=author_id.title(), avatar_url=None),
        text="Hello",
        attachments=[],
        sent_at=NOW,
    )


def test_it_is_complete_with_the_last_message_and_knows_who_wrote() -> None:
    first = [a_message(1), a_message(2, "ben", "agent")]
    second = [a_message(3, "ann", "agent"), a_message(4, "ben", "agent")]

    halfway = domain.collect(a_conversion(), 0, first)
    whole = domain.collect(halfway, 2, second)

    assert not halfway.is_complete
    assert whole.is_complete
    assert [agent.name for agent in whole.agents] == ["Ben", "Ann"]
    ticket = domain.ticket(whole, 1042, NOW)
    assert (ticket.id, ticket.number, ticket.status, ticket.version) == ("t1", 1042, "open", 1)


@pytest.mark.parametrize(
    ("after_seq", "seqs"), [(0, []), (1, [2, 3]), (0, [1, 3]), (0, [2]), (0, [1, 1])]
)
def test_a_part_that_is_not_the_next_one_is_left_alone(after_seq: int, seqs: list[int]) -> None:
    conversion = a_conversion()
    part = [a_message(seq) for seq in seqs]
    assert domain.collect(conversion, after_seq, part) is conversion


@given(st.lists(st.integers(0, 4), max_size=30))
def test_parts_in_any_order_and_number_leave_no_gap(starts: list[int]) -> None:
    conversion = a_conversion(last_seq=5)
    kept: list[int] = []
    for start in starts:
        after = domain.collect(conversion, start, [a_message(start + 1)])
        if after is not conversion:
            kept.append(start + 1)
        conversion = after
    assert kept == list(range(1, conversion.collected_seq + 1))


def test_a_change_that_is_none_is_the_same_ticket() -> None:
    ticket = domain.ticket(a_conversion(), 1042, NOW)
    later = NOW + timedelta(minutes=1)

    assert domain.change(ticket, "open", None, later) is ticket
    solved = domain.change(ticket, "solved", CompanyName("globex", "Globex"), later)
    assert (solved.status, solved.company.name, solved.version) == ("solved", "Globex", 2)
    assert (solved.created_at, solved.updated_at) == (NOW, later)


def test_names_are_the_same_without_case_and_spare_spaces() -> None:
    same = {domain.company_key(name) for name in ("Acme  Ltd", " acme ltd ", "ＡＣＭＥ\u00a0LTD")}
    assert same == {"acme ltd"}
    assert domain.company_key("Straße") == domain.company_key("STRASSE")
    assert domain.company_key("Acme") != domain.company_key("Acme Ltd")
