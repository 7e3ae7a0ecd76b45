"""Read marks only move forward; a conversation is closed once."""

import pytest

from services.chat.domain import conversations
from services.chat.domain.people import Author
from tests.unit.chat.builders import ANN, BEN, LATER, MIA, a_conversation


def test_a_read_mark_moves_for_its_reader_alone() -> None:
    before = a_conversation(MIA, MIA)

    after = conversations.mark_read(before, ANN, 2)

    assert (after.read_seq(ANN), after.read_seq(BEN)) == (2, 0)
    assert after.agents_read_seq == 2
    assert after.version == before.version + 1


def test_a_customers_mark_is_not_an_agents() -> None:
    after = conversations.mark_read(a_conversation(ANN), MIA, 2)

    assert after.customer_read_seq == 2
    assert after.reads == {ANN.id: 2}


def test_a_read_mark_ends_at_the_last_message() -> None:
    assert conversations.mark_read(a_conversation(), ANN, 10**30).read_seq(ANN) == 1


@pytest.mark.parametrize(("reader", "seq"), [(ANN, 3), (ANN, 2), (ANN, 0), (MIA, 1)])
def test_reading_what_was_read_changes_nothing(reader: Author, seq: int) -> None:
    before = a_conversation(MIA, ANN)

    assert conversations.mark_read(before, reader, seq) is before


def test_reading_is_no_activity_that_would_move_the_conversation_in_the_list() -> None:
    before = a_conversation()

    assert conversations.mark_read(before, ANN, 1).updated_at == before.updated_at


@pytest.mark.parametrize("closer", [ANN, MIA])
def test_either_side_closes_a_conversation(closer: Author) -> None:
    before = a_conversation()

    after = conversations.close(before, closer, LATER)

    assert (after.status, after.closed_by, after.closed_at) == ("closed", closer, LATER)
    assert after.version == before.version + 1
    assert after.updated_at == LATER


def test_closing_again_changes_nothing() -> None:
    closed = conversations.close(a_conversation(), ANN, LATER)

    assert conversations.close(closed, MIA, LATER) is closed


def test_a_closed_conversation_can_still_be_read() -> None:
    closed = a_conversation(closed=True)

    assert conversations.mark_read(closed, BEN, 1).read_seq(BEN) == 1
