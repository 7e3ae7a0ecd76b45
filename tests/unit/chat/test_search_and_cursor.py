"""What an agent's search asks for, and where a page of the list goes on."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chat.domain.people import Customer
from services.chat.repository import cursor, search
from services.chat.repository.cursor import Cursor
from shared import refusals
from tests.unit.chat.builders import a_conversation

MIA = Customer("c", "Mía O'Torres-Lima", "mia.t@shop.example")


def finds(query: str, customer: Customer = MIA) -> bool:
    """Whether each word of ``query`` begins one of the customer's terms, as the index is asked."""

    def begins(word: str, term: str) -> bool:
        bounds = search.beginning_with(word)
        return bounds["$gte"] <= term < bounds["$lt"]

    terms = search.terms(customer)
    return all(any(begins(word, term) for term in terms) for word in search.words(query))


@pytest.mark.parametrize(
    "query",
    ["mia", "MÍA", "mi", "torr", "o'torres", "lima", "mia.t@sh", "shop.ex", "example", "mia, lim"],
)
def test_a_customer_is_found_by_the_beginning_of_a_word(query: str) -> None:
    assert finds(query)


@pytest.mark.parametrize("query", ["ia", "torres-mia", "mia jon", "hop"])
def test_a_customer_is_not_found_by(query: str) -> None:
    assert not finds(query)


@pytest.mark.parametrize("query", ['{"$ne": null}', "mia.*", "^m", "-late", '"late', "$where"])
def test_no_operator_survives_in_a_search(query: str) -> None:
    for word in (*search.words(query), *search.words_of(query)):
        assert not set(word) & set('${}"^*')


def test_a_message_is_found_by_each_of_its_words_without_case_and_accents() -> None:
    assert search.words_of("Où est le COLIS, où?") == ["colis", "est", "le", "ou"]


def test_a_search_without_a_word_in_it_looks_for_nothing() -> None:
    assert search.words(" !? ") == []


@given(st.text())
def test_any_text_can_be_searched_for(query: str) -> None:
    assert len(search.words(query)) <= search.WORDS


def test_a_cursor_reads_back_as_it_was_written() -> None:
    row = replace(a_conversation(), updated_at=datetime(2026, 11, 23, 9, 59, 59, 987000, UTC))

    assert cursor.parse(str(cursor.after(row))) == Cursor(row.updated_at, "c1")


@pytest.mark.parametrize(
    "text", ["", "x", "!!!!", "MTIz", "bm8uYzE", "OTk5OTk5OTk5OTk5OTk5OTk5LmM", "é"]
)
def test_a_cursor_of_nobodys_making_is_refused(text: str) -> None:
    with pytest.raises(refusals.Invalid):
        cursor.parse(text)


@given(st.text())
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    try:
        assert str(cursor.parse(text)) == text
    except refusals.Invalid:
        return
