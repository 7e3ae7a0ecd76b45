"""How a conversation begins."""

import pytest

from services.chat.domain import conversations
from services.chat.domain.messages import Draft
from services.chat.domain.people import Customer
from tests.unit.chat.builders import MIA, NOW, a_conversation

CUSTOMER = Customer(MIA.id, MIA.name, "mia@shop.example")


def test_a_conversation_starts_active_with_one_message_at_version_one() -> None:
    conversation = a_conversation()

    assert (conversation.status, conversation.version, conversation.last_seq) == ("active", 1, 1)
    assert conversation.last_message.text == "My parcel is late"
    assert conversation.last_responder is None


def test_the_customer_has_read_their_own_first_message_and_no_agent_has() -> None:
    conversation = a_conversation()

    assert conversation.customer_read_seq == 1
    assert conversation.agents_read_seq == 0


def test_the_first_message_does_not_carry_the_client_id_that_lets_its_customer_in() -> None:
    draft = Draft("secret", "Hello")

    posted = conversations.start("w1", CUSTOMER, draft, NOW, conversation_id="c1", message_id="m1")

    assert posted.conversation.client_id == "secret"
    assert posted.message.client_id == "m1"


@pytest.mark.parametrize(
    "stranger",
    [Customer("x", "Mia Torres", "eve@evil.example"), Customer("x", "Eve", "mia@shop.example")],
)
def test_a_stranger_does_not_resume_a_start_by_its_client_id(stranger: Customer) -> None:
    with pytest.raises(conversations.ClientIdTaken):
        conversations.refuse_stranger(a_conversation(), stranger)


def test_the_same_person_resumes_a_start_under_a_fresh_id() -> None:
    conversations.refuse_stranger(a_conversation(), Customer("fresh", MIA.name, "mia@shop.example"))
