"""What a conversation says to a request for a ticket, and to the answers."""

from datetime import timedelta

import pytest

from services.chat.domain import conversations, conversions
from services.chat.domain.conversations import Conversation, ConversationConverted
from services.chat.domain.conversions import ANSWERED, ConversationOpen
from services.chat.domain.tickets import Wish
from services.chat.use_cases.conversions import fitting
from shared.contracts.conversations import Message
from shared.contracts.people import Author
from tests.unit.chat.builders import ANN, BEN, LATER, MIA, NOW, a_conversation, say

WISH = Wish("Late parcel", "acme")


def requested(request_id: str = "r1") -> Conversation:
    return conversions.request(a_conversation(closed=True), WISH, ANN, NOW, request_id=request_id)


def test_an_open_conversation_is_not_converted() -> None:
    with pytest.raises(ConversationOpen):
        conversions.request(a_conversation(), WISH, ANN, NOW, request_id="r1")


def test_a_request_locks_and_a_second_one_changes_nothing() -> None:
    first = requested()

    second = conversions.request(first, Wish("Other", "globex"), BEN, LATER, request_id="r2")

    assert second is first
    assert first.version == a_conversation(closed=True).version + 1
    assert conversions.is_waiting(first, "r1")


def test_a_ticket_is_recorded_once_and_nobody_writes_any_more() -> None:
    converted = conversions.record(requested(), "t1", 1042)

    assert conversions.record(converted, "t1", 1042) is converted
    assert conversions.reject(converted, "r1", "unknown-company") is converted
    assert conversions.request(converted, WISH, ANN, NOW, request_id="r2") is converted
    assert conversions.remind(converted, NOW + timedelta(days=1)) is converted
    for author in (ANN, MIA):
        with pytest.raises(ConversationConverted):
            say(converted, author)


def test_a_rejection_unlocks_for_another_attempt() -> None:
    rejected = conversions.reject(requested(), "r1", "unknown-company")
    again = conversions.request(rejected, WISH, ANN, LATER, request_id="r2")

    assert rejected.conversion is not None
    assert (rejected.conversion.state, rejected.conversion.reason) == (
        "rejected",
        "unknown-company",
    )
    assert conversions.is_waiting(again, "r2")
    assert conversions.reject(again, "r1", "unknown-company") is again


def test_a_ticket_counts_even_after_a_rejection() -> None:
    rejected = conversions.reject(requested(), "r1", "unknown-company")
    recorded = conversions.record(rejected, "t1", 1042).conversion
    assert recorded is not None
    assert (recorded.state, recorded.reason) == ("created", None)


def test_a_request_is_said_again_when_an_answer_is_overdue_only() -> None:
    waiting = requested()

    assert conversions.remind(waiting, NOW + ANSWERED - timedelta(seconds=1)) is waiting
    again = conversions.remind(waiting, NOW + ANSWERED)

    assert conversions.is_waiting(again, "r1")
    assert again.version == waiting.version + 1
    assert conversions.remind(again, NOW + ANSWERED) is again


def test_a_conversation_without_a_request_hears_no_answer() -> None:
    closed = a_conversation(closed=True)
    assert conversions.record(closed, "t1", 1042) is closed
    assert conversions.reject(closed, "r1", "unknown-company") is closed
    assert conversations.close(closed, BEN, LATER) is closed


def test_a_part_holds_what_fits_and_one_message_at_least() -> None:
    messages = [a_message(seq, "x" * 100) for seq in range(1, 11)]
    size = len(messages[0].model_dump_json())

    assert fitting(messages, limit_bytes=3 * size + 10) == messages[:3]
    assert fitting(messages, limit_bytes=1) == messages[:1]
    assert fitting([], limit_bytes=1) == []


def a_message(seq: int, text: str) -> Message:
    author = Author(kind="agent", id="ann", name="Ann", avatar_url=None)
    return Message(
        id=f"m{seq}",
        conversation_id="c1",
        seq=seq,
        client_id=f"d{seq}",
        author=author,
        text=text,
        attachments=[],
        sent_at=NOW,
    )
