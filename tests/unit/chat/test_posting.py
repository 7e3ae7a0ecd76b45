"""What a message does to its conversation."""

from datetime import timedelta

import pytest

from services.chat.domain import conversations
from services.chat.domain.attachments import UnknownAttachment, Upload
from services.chat.domain.conversations import ConversationClosed
from services.chat.domain.messages import Draft
from services.chat.domain.people import Author
from tests.unit.chat.builders import ANN, BEN, LATER, MIA, a_conversation, an_upload, say

WITH_FILE = Draft("d", "See this", attachment_ids=["f1"])


def test_a_message_takes_the_next_seq_and_becomes_the_last_one() -> None:
    conversation = a_conversation()

    posted = conversations.post(
        conversation, ANN, Draft("d", "Let me look"), [], LATER, message_id="m2"
    )

    assert posted.message.seq == 2
    assert posted.conversation.last_seq == 2
    assert posted.conversation.version == conversation.version + 1
    assert posted.conversation.last_message.text == "Let me look"
    assert posted.conversation.updated_at == LATER


@pytest.mark.parametrize("author", [ANN, MIA])
def test_a_closed_conversation_refuses_a_message(author: Author) -> None:
    with pytest.raises(ConversationClosed):
        say(a_conversation(closed=True), author)


def test_an_agents_message_makes_them_the_last_responder() -> None:
    assert a_conversation(ANN, BEN).last_responder == BEN


def test_a_customers_message_leaves_the_last_responder() -> None:
    assert a_conversation(ANN, MIA).last_responder == ANN


def test_an_author_has_read_what_they_wrote_and_nobody_else_has() -> None:
    conversation = a_conversation(ANN)

    assert conversation.read_seq(ANN) == 2
    assert conversation.read_seq(BEN) == 0
    assert conversation.read_seq(MIA) == 1


def test_a_message_is_kept_without_the_space_around_it() -> None:
    assert say(a_conversation(), ANN, Draft("d", "  Hi\n\n")).last_message.text == "Hi"


def test_a_list_row_shows_two_hundred_characters_of_the_last_message() -> None:
    assert len(say(a_conversation(), ANN, Draft("d", "x" * 10_000)).last_message.text) == 200


def test_a_message_carries_the_files_that_its_author_uploaded() -> None:
    posted = conversations.post(
        a_conversation(), ANN, WITH_FILE, [an_upload()], LATER, message_id="m2"
    )

    assert [file.id for file in posted.message.attachments] == ["f1"]
    assert posted.conversation.last_message.attachments == 1


def test_files_keep_the_order_in_which_they_are_named() -> None:
    draft = Draft("d", attachment_ids=["f2", "f1"])
    uploads = [an_upload("f1"), an_upload("f2")]

    posted = conversations.post(a_conversation(), ANN, draft, uploads, LATER, message_id="m2")

    assert [file.id for file in posted.message.attachments] == ["f2", "f1"]


@pytest.mark.parametrize(
    "uploads",
    [
        pytest.param([], id="does not exist"),
        pytest.param([an_upload(by=BEN)], id="is a colleague's"),
        pytest.param([an_upload(by=MIA)], id="is the customer's"),
        pytest.param([an_upload(conversation_id="c2")], id="lies in another conversation"),
        pytest.param([an_upload(message_id="m1")], id="was posted before"),
        pytest.param([an_upload(age=timedelta(hours=23))], id="is about to be swept"),
    ],
)
def test_a_file_is_refused_that(uploads: list[Upload]) -> None:
    with pytest.raises(UnknownAttachment) as refusal:
        conversations.post(a_conversation(), ANN, WITH_FILE, uploads, LATER, message_id="m2")

    assert refusal.value.members == {"attachment_id": "f1"}


def test_a_file_is_posted_once_even_within_one_message() -> None:
    twice = Draft("d", attachment_ids=["f1", "f1"])

    with pytest.raises(UnknownAttachment):
        conversations.post(a_conversation(), ANN, twice, [an_upload()], LATER, message_id="m2")


def test_a_posted_file_is_seen_by_all_and_an_unposted_one_by_its_uploader() -> None:
    assert an_upload(by=ANN).may_be_seen(ANN)
    assert not an_upload(by=ANN).may_be_seen(MIA)
    assert an_upload(by=ANN, message_id="m2").may_be_seen(MIA)
