"""What agents and the customer hear of a deleted conversation."""

import json
from typing import Any

from gateway.live import audience
from gateway.live.audience import Envelope

NOW = "2026-11-23T10:00:00.000Z"
ANN = {"id": "ann", "name": "Ann", "avatar_url": None}
MIA = {"name": "Mia", "email": "mia@shop.example", "avatar_url": None}
LAST = {
    "text": "The parcel is lost",
    "author": {"kind": "customer", "id": "mia", "name": "Mia", "avatar_url": None},
    "sent_at": NOW,
    "attachments": 0,
}
CONVERSATION = {
    "id": "c1",
    "version": 6,
    "status": "closed",
    "customer": MIA,
    "last_message": LAST,
    "last_responder": ANN,
    "last_seq": 4,
    "customer_read_seq": 3,
    "ticket": {"state": "created", "id": "t1", "number": 1042, "reason": None},
    "created_at": NOW,
    "updated_at": NOW,
    "closed_at": NOW,
    "closed_by": {"kind": "agent", **ANN},
}
DELETED = {
    "customer": MIA,
    "last_message": LAST,
    "status": "active",
    "ticket": None,
    "deleted_by": ANN,
    "deleted_at": NOW,
}


def an_event(event_type: str, data: dict[str, Any]) -> Envelope:
    return {
        "id": "e1",
        "type": event_type,
        "subject": "c1",
        "time": NOW,
        "workspaceid": "w1",
        "sequence": 5,
        "data": data,
    }


def for_agents(event: Envelope) -> Any:
    return json.loads(audience.for_agents(event) or "null")


def for_the_customer(event: Envelope) -> Any:
    fact = audience.visitor_fact(event)
    return json.loads(audience.for_visitors(event, fact)) if fact else None


def test_a_customer_learns_that_their_conversation_ended_and_not_who_deleted_it() -> None:
    event = an_event("conversation.deleted.v1", DELETED)
    assert for_agents(event)["data"] == DELETED
    assert for_the_customer(event)["data"] == {}
    assert for_the_customer(event)["sequence"] == 5


def test_a_customer_gets_a_restored_conversation_as_their_own_route_shows_it() -> None:
    data = {"conversation": CONVERSATION, "reads": {"ann": 4, "ben": 2}}
    event = an_event("conversation.restored.v1", data)
    assert for_agents(event)["data"] == data
    told = for_the_customer(event)["data"]["conversation"]
    assert (told["read_seq"], told["unread"], told["agents_read_seq"]) == (3, 1, 4)
    assert told["ticket"] == {"state": "created", "id": None, "number": 1042, "reason": None}
    assert "customer" not in told
    assert "last_message" not in told


def test_a_customer_is_not_told_of_a_conversion_that_is_not_done() -> None:
    waiting = CONVERSATION | {"ticket": {"state": "requested"}}
    event = an_event("conversation.restored.v1", {"conversation": waiting, "reads": {}})
    told = for_the_customer(event)["data"]["conversation"]
    assert (told["ticket"], told["agents_read_seq"]) == (None, 0)


def test_of_a_purge_agents_learn_that_it_happened_and_the_customer_nothing() -> None:
    event = an_event("conversation.purged.v1", {"purged_at": NOW})
    assert for_agents(event)["data"] == {"purged_at": NOW}
    assert for_the_customer(event) is None


def test_what_trash_and_chat_say_to_each_other_reaches_no_socket() -> None:
    for kind in ("trash.restore_requested.v1", "trash.purge_due.v1"):
        assert audience.for_agents(an_event(kind, {"deletion": 5})) is None
        assert audience.visitor_fact(an_event(kind, {"deletion": 5})) is None
