"""Transcripts: how many, how much of the thread, and the line that says what became of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.chat import views
from services.chat.domain import conversations, transcripts
from services.chat.domain.conversations import TooManyTranscripts
from services.chat.domain.messages import Message
from tests.unit.chat.builders import NOW, a_conversation


def noted(before: conversations.Conversation) -> conversations.Posted:
    return conversations.note(before, "transcript:r1", "Sent", NOW, message_id="m9")


def test_a_conversation_may_be_mailed_five_times_an_hour() -> None:
    asked = a_conversation()
    for _ in range(5):
        asked = conversations.request_transcript(asked, NOW)
    with pytest.raises(TooManyTranscripts) as refused:
        conversations.request_transcript(asked, NOW + timedelta(minutes=59))
    assert refused.value.members["retry_after"] == 60
    later = conversations.request_transcript(asked, NOW + timedelta(hours=1))
    assert len(later.transcripts) == 1


def test_asking_for_a_transcript_is_one_version_more() -> None:
    before = a_conversation()
    after = conversations.request_transcript(before, NOW)
    assert replace(after, version=before.version, transcripts=()) == before
    assert after.version == before.version + 1


@pytest.mark.parametrize("is_closed", [False, True])
def test_the_systems_line_makes_nothing_unread_and_opens_nothing(is_closed: bool) -> None:
    before = a_conversation(closed=is_closed)
    before = replace(before, reads={"ann": before.last_seq, "ben": 0})
    after = noted(before).conversation
    assert after.status == before.status
    assert after.last_seq == before.last_seq + 1
    assert after.reads == {"ann": after.last_seq, "ben": 0}
    assert after.customer_read_seq == after.last_seq
    assert (after.last_responder, after.replies) == (before.last_responder, before.replies)


def test_who_had_not_seen_everything_has_still_not() -> None:
    before = replace(a_conversation(), last_seq=4, customer_read_seq=3)
    assert noted(before).conversation.customer_read_seq == 3


def message(seq: int, text: str) -> Message:
    return replace(noted(a_conversation()).message, seq=seq, text=text)


def test_the_newest_messages_that_fit_are_taken_in_their_order() -> None:
    thread = [message(seq, "x" * 10_000) for seq in range(1, 201)]
    taken = transcripts.newest_that_fit(thread)
    assert [one.seq for one in taken] == list(range(201 - len(taken), 201))
    assert 50 < len(taken) < 60


@pytest.mark.parametrize("text", ["\x01" * 10_000, '"' * 10_000, "🙂" * 10_000])
def test_what_takes_more_room_as_json_is_counted_as_such(text: str) -> None:
    taken = transcripts.newest_that_fit([message(seq, text) for seq in range(1, 201)])
    written = sum(len(_as_json(one)) for one in taken)
    assert 400_000 < written < transcripts.LIMIT_BYTES


def test_an_event_never_carries_more_than_a_thousand_messages() -> None:
    thread = [message(seq, "x") for seq in range(1, 2001)]
    assert len(transcripts.newest_that_fit(thread)) == transcripts.LONGEST


def _as_json(one: Message) -> bytes:
    return views.transcript_message(one).model_dump_json().encode()
