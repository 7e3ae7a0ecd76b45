"""Nobody answers blind: a reply is held when a colleague answered meanwhile."""

import pytest

from services.chat.domain.conversations import NewerReply
from services.chat.domain.messages import Draft
from tests.unit.chat.builders import ANN, BEN, MIA, a_conversation, say


def a_reply(last_seen_seq: int | None, *, send_anyway: bool = False) -> Draft:
    return Draft("d", "Hi", last_seen_seq=last_seen_seq, send_anyway=send_anyway)


def test_a_reply_is_held_when_another_agent_answered_since() -> None:
    with pytest.raises(NewerReply):
        say(a_conversation(BEN), ANN, a_reply(last_seen_seq=1))


def test_a_held_reply_goes_through_when_sent_anyway() -> None:
    assert say(a_conversation(BEN), ANN, a_reply(1, send_anyway=True)).last_seq == 3


def test_a_reply_to_all_that_was_said_goes_through() -> None:
    assert say(a_conversation(BEN), ANN, a_reply(last_seen_seq=2)).last_seq == 3


def test_a_customers_message_in_between_does_not_hold_a_reply() -> None:
    assert say(a_conversation(MIA, MIA), ANN, a_reply(last_seen_seq=1)).last_seq == 4


def test_a_colleagues_reply_holds_though_the_customer_wrote_after_it() -> None:
    with pytest.raises(NewerReply):
        say(a_conversation(BEN, MIA), ANN, a_reply(last_seen_seq=1))


def test_ones_own_earlier_reply_does_not_hold_the_next() -> None:
    assert say(a_conversation(ANN), ANN, a_reply(last_seen_seq=1)).last_seq == 3


def test_a_colleagues_reply_holds_though_ones_own_came_after_it() -> None:
    with pytest.raises(NewerReply):
        say(a_conversation(BEN, ANN), ANN, a_reply(last_seen_seq=1))


def test_a_reply_that_does_not_say_what_was_seen_is_not_held() -> None:
    assert say(a_conversation(BEN), ANN, a_reply(None)).last_seq == 3


def test_a_customer_is_never_held() -> None:
    assert say(a_conversation(BEN), MIA, a_reply(last_seen_seq=0)).last_seq == 3
