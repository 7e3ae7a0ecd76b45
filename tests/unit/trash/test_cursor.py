"""Where a page of the trash goes on."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from services.trash import repository
from services.trash.repository import Cursor
from shared import refusals


def test_a_cursor_reads_back_as_it_was_written() -> None:
    cursor = Cursor(datetime(2026, 11, 23, 9, 59, 59, 987000, UTC), "c1")
    assert repository.parse(str(cursor)) == cursor


@given(st.text())
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    try:
        assert str(repository.parse(text)) == text
    except refusals.Invalid:
        return
