"""What other teams may be told of, and that it is passed on as it was said."""

import json

import pytest

from deploy.catalogue import files
from services.webhooks.domain import offer
from shared import refusals
from shared.contracts.events import Event


def test_all_that_agents_are_told_of_conversations_and_tickets_is_offered() -> None:
    assert {each.split(".")[0] for each in offer.OFFERED} == {"conversation", "ticket"}
    assert {
        "conversation.started.v1",
        "conversation.message_sent.v1",
        "conversation.closed.v1",
        "conversation.purged.v1",
        "ticket.created.v1",
    } <= set(offer.OFFERED)


@pytest.mark.parametrize(
    "event_type",
    [
        "conversation.transcript_requested.v1",  # a whole thread and an address, for a mail
        "ticket.conversion_rejected.v1",
        "roster.changed.v1",
        "presence.changed.v1",
        "trash.purge_due.v1",
        "webhook.disabled.v1",
    ],
)
def test_what_services_ask_of_one_another_is_not(event_type: str) -> None:
    with pytest.raises(refusals.Invalid, match=event_type):
        offer.require(["conversation.closed.v1", event_type])


@pytest.mark.parametrize("event_type", offer.OFFERED)
def test_an_event_is_passed_on_byte_for_byte(event_type: str) -> None:
    example = json.loads((files.FOLDER / files.example_path(event_type)).read_text())
    said = json.dumps(example, separators=(",", ":"), ensure_ascii=False)
    fact = offer.HEARD[event_type]
    event = Event[fact].model_validate_json(said)  # type: ignore[valid-type]  # chosen at run time
    assert event.model_dump_json() == said
