"""Which event reaches whom, and in which form."""

import json
from typing import Any

import pytest

from gateway.live import audience
from gateway.live.audience import Envelope, Switch

NOW = "2026-11-23T10:00:00.000Z"
ANN = {"kind": "agent", "id": "ann", "name": "Ann", "avatar_url": "/avatars/ann"}
MESSAGE = {
    "id": "m1",
    "conversation_id": "c1",
    "seq": 4,
    "client_id": "k1",
    "author": ANN,
    "text": "Hello",
    "attachments": [],
    "sent_at": NOW,
}
WORKSPACE = {
    "id": "w1",
    "name": "Acme",
    "key": "key",
    "plan": "pro",
    "live_chat_enabled": True,
    "widget": {"color": "#aabbcc", "greeting": "Hi", "allowed_origins": []},
}


def an_event(event_type: str, data: dict[str, Any]) -> Envelope:
    return {
        "specversion": "1.0",
        "id": "e1",
        "source": "/tests",
        "type": event_type,
        "subject": "c1",
        "time": NOW,
        "workspaceid": "w1",
        "sequence": 5,
        "traceparent": "00-1-1-01",
        "data": data,
    }


def a_workspace_event(**members: object) -> Envelope:
    return an_event("workspace.changed.v1", {"workspace": WORKSPACE | members})


def frame(text: str | None) -> dict[str, Any]:
    assert text is not None
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def told_visitors(event: Envelope) -> dict[str, Any] | None:
    """The frame for the customers whom ``event`` concerns."""
    fact = audience.visitor_fact(event)
    return frame(audience.for_visitors(event, fact)) if fact else None


def data_for_visitors(event: Envelope) -> object:
    told = told_visitors(event)
    assert told is not None
    return told["data"]


def test_agents_get_the_event_in_short_with_all_its_data() -> None:
    data = {"message": MESSAGE | {"internal": 1}, "more": 2}
    assert frame(audience.for_agents(an_event("conversation.message_sent.v1", data))) == {
        "type": "conversation.message_sent.v1",
        "id": "e1",
        "subject": "c1",
        "sequence": 5,
        "time": NOW,
        "data": data,
    }


def test_a_customer_gets_no_member_that_the_visitor_types_do_not_declare() -> None:
    message = MESSAGE | {"internal": 1, "author": ANN | {"email": "ann@acme.example"}}
    event = an_event("conversation.message_sent.v1", {"message": message, "note": "between us"})
    assert data_for_visitors(event) == {"message": MESSAGE}


def test_a_customer_learns_that_an_agent_read_and_not_who() -> None:
    data = {"reader": {"kind": "agent", "id": "ann"}, "seq": 3}
    event = an_event("conversation.read.v1", data)
    assert data_for_visitors(event) == {"by": "agent", "seq": 3}


def test_a_customer_learns_that_and_by_whom_the_conversation_was_closed() -> None:
    data = {"closed_by": ANN, "closed_at": NOW}
    event = an_event("conversation.closed.v1", data)
    assert data_for_visitors(event) == data


def test_a_customer_learns_the_number_of_the_ticket_and_no_more() -> None:
    ticket = {"state": "created", "id": "t1", "number": 1042, "reason": None}
    event = an_event("conversation.converted.v1", {"ticket": ticket})
    assert data_for_visitors(event) == {"number": 1042}
    assert frame(audience.for_agents(event))["data"] == {"ticket": ticket}


@pytest.mark.parametrize(
    "event_type",
    [
        "conversation.started.v1",
        "conversation.conversion_requested.v1",
        "ticket.created.v1",
        "conversation.anything.v1",
        "customer.typing.v1",
        "agent.x.v1",
    ],
)
def test_what_has_no_visitor_type_reaches_no_customer(event_type: str) -> None:
    assert told_visitors(an_event(event_type, {"message": MESSAGE})) is None


@pytest.mark.parametrize(
    "event_type", ["agent.signed_out.v1", "anything.else.v1", "transcript.part_sent.v1"]
)
def test_what_is_nobodys_to_see_reaches_no_agent(event_type: str) -> None:
    assert audience.for_agents(an_event(event_type, {})) is None


@pytest.mark.parametrize(
    ("members", "is_open"),
    [
        ({}, True),
        ({"live_chat_enabled": False}, False),
        ({"plan": "starter"}, False),
        ({"plan": "enterprise"}, True),
    ],
)
def test_of_the_workspace_a_customer_learns_whether_live_chat_is_open(
    members: dict[str, object], is_open: bool
) -> None:
    event = a_workspace_event(**members)
    assert data_for_visitors(event) == {"enabled": is_open}
    assert audience.switch_of(event) == Switch(is_open, 5)


def test_only_workspace_events_switch_and_only_sign_outs_end_credentials() -> None:
    signed_out = an_event("agent.signed_out.v1", {"agent_id": "ann", "credential_id": "s1"})
    assert audience.ended_credential(signed_out) == "s1"
    assert audience.switch_of(signed_out) is None
    assert audience.ended_credential(a_workspace_event()) is None


def test_of_a_transcript_nobody_hears_more_than_that_it_was_asked_for() -> None:
    data = {"to": "mia@shop.example", "messages": [MESSAGE]}
    event = an_event("conversation.transcript_requested.v1", data)
    fact = audience.visitor_fact(event)
    assert fact is not None
    for told in (audience.for_agents(event), audience.for_visitors(event, fact)):
        assert frame(told)["data"] == {}
        assert frame(told)["sequence"] == 5


def test_settings_concern_the_agent_who_changed_them_alone() -> None:
    settings = {"email": True, "mobile": True, "sound": False}
    event = an_event("notification.settings_changed.v1", {"agent_id": "ann", "settings": settings})
    assert audience.only_agent(event) == "ann"
    assert frame(audience.for_agents(event))["data"]["settings"] == settings
    assert audience.visitor_fact(event) is None
    assert audience.only_agent(a_workspace_event()) is None


def test_who_was_notified_is_nothing_for_sockets() -> None:
    for kind in ("notification.sent.v1", "notification.failed.v1", "roster.changed.v1"):
        assert audience.for_agents(an_event(kind, {})) is None
        assert audience.visitor_fact(an_event(kind, {})) is None
