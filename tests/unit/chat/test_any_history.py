"""What holds after whatever people do, in whatever order, each thing done once or twice."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from services.chat.domain import conversations
from services.chat.domain.conversations import Conversation, ConversationClosed, NewerReply
from services.chat.domain.messages import Draft
from services.chat.domain.people import Author
from tests.unit.chat.builders import ANN, BEN, LATER, MIA, a_conversation, say

Deed = Callable[[Conversation], Conversation]


def posting(author: Author, last_seen_seq: int | None) -> Deed:
    return lambda before: say(before, author, Draft("d", "Hi", last_seen_seq=last_seen_seq))


def reading(reader: Author, seq: int) -> Deed:
    return lambda before: conversations.mark_read(before, reader, seq)


def closing(closer: Author) -> Deed:
    return lambda before: conversations.close(before, closer, LATER)


people = st.sampled_from([ANN, BEN, MIA])
seqs = st.integers(0, 20)
deeds = st.one_of(
    st.builds(posting, people, st.none() | seqs),
    st.builds(reading, people, seqs),
    st.builds(closing, people),
)


def attempt(before: Conversation, deed: Deed) -> Conversation:
    try:
        return deed(before)
    except (ConversationClosed, NewerReply):
        return before


@given(st.lists(deeds, max_size=40))
def test_version_and_seq_grow_without_a_gap_and_marks_never_move_back(todo: list[Deed]) -> None:
    before = a_conversation()
    for deed in todo:
        after = attempt(before, deed)

        assert after.version == before.version + (after is not before)
        assert after.last_seq - before.last_seq in (0, 1)
        for reader in (ANN, BEN, MIA):
            assert before.read_seq(reader) <= after.read_seq(reader) <= after.last_seq
        before = after


@given(st.lists(deeds, max_size=20), st.builds(reading, people, seqs) | st.builds(closing, people))
def test_reading_or_closing_twice_is_doing_it_once(todo: list[Deed], deed: Deed) -> None:
    conversation = a_conversation()
    for earlier in todo:
        conversation = attempt(conversation, earlier)

    once = deed(conversation)

    assert deed(once) is once


@given(st.lists(deeds, max_size=40))
def test_once_closed_nothing_is_ever_said_again(todo: list[Deed]) -> None:
    closed = a_conversation(closed=True)
    after = closed
    for deed in todo:
        after = attempt(after, deed)

    assert (after.status, after.last_seq) == ("closed", closed.last_seq)
