"""A page applies what is next, ignores what is old, and reads where something is missing."""

from typing import Any

from tests.resilience.soak.page import Page

CHAT = "c1"


def a_row(number: int) -> dict[str, Any]:
    return {"id": f"m{number}", "conversation_id": CHAT, "seq": number}


def a_frame(sequence: int, kind: str = "message_sent") -> dict[str, Any]:
    """What a socket says; a message's ``seq`` is the event's ``sequence``."""
    return {
        "type": f"conversation.{kind}.v1",
        "subject": CHAT,
        "sequence": sequence,
        "data": {"message": a_row(sequence)},
    }


def a_page(*numbers: int) -> Page:
    page = Page()
    page.read(CHAT, len(numbers), [a_row(number) for number in numbers])
    return page


def messages(page: Page) -> list[int]:
    return [seq for seq, _ in page.threads[CHAT].messages]


def test_the_next_frame_is_applied() -> None:
    page = a_page(1)
    assert page.hear(a_frame(2)) is None
    assert messages(page) == [1, 2]


def test_what_is_old_or_comes_twice_changes_nothing() -> None:
    page = a_page(1, 2)
    assert [page.hear(a_frame(n)) for n in (1, 2, 2)] == [None] * 3
    assert messages(page) == [1, 2]


def test_a_gap_is_read() -> None:
    page = a_page(1)
    assert page.hear(a_frame(3)) == CHAT
    page.read(CHAT, 3, [a_row(2), a_row(3)])
    assert page.hear(a_frame(2)) is None
    assert messages(page) == [1, 2, 3]


def test_a_message_that_was_read_before_its_frame_comes_shows_once() -> None:
    page = a_page(1)
    page.read(CHAT, 1, [a_row(2)])
    assert page.hear(a_frame(2)) is None
    assert (messages(page), page.threads[CHAT].version) == ([1, 2], 2)


def test_a_conversation_begins_with_its_start_and_an_unknown_one_is_read() -> None:
    page = Page()
    assert page.hear(a_frame(1, "started")) is None
    assert messages(page) == [1]
    assert Page().hear(a_frame(4)) == CHAT


def test_a_deleted_conversation_leaves_and_nothing_older_brings_it_back() -> None:
    page = a_page(1)
    assert page.hear(a_frame(3, "deleted")) is None
    assert page.hear(a_frame(2)) is None
    page.read(CHAT, 2, [a_row(1), a_row(2)])
    assert page.threads == {}
    assert page.hear(a_frame(4, "restored")) == CHAT
    [left] = page.shown(is_current=True)
    assert (left.messages, left.is_current) == (((1, "m1"),), False)


def test_presence_is_no_news_of_a_thread() -> None:
    page = a_page(1)
    assert page.hear({"type": "presence.changed.v1", "subject": CHAT, "sequence": 9}) is None
