"""Who hears that agents come and go, and what a customer learns of it."""

import json
from typing import Any, cast

import pytest

from gateway.live import audience
from gateway.live.audience import Switch
from gateway.live.hub import Hub
from gateway.live.socket import Listening, Socket
from tests.unit.gateway.test_audience import an_event, data_for_visitors, told_visitors

ANN = {"id": "ann", "name": "Ann", "avatar_url": "/avatars/ann"}
BEN = {"id": "ben", "name": "Ben", "avatar_url": None}


class Told:
    """A socket that keeps what it is offered."""

    def __init__(self, who: Listening) -> None:
        self.who = who
        self.frames: list[dict[str, Any]] = []

    def offer(self, frame: str) -> None:
        self.frames.append(json.loads(frame))

    def ready_again(self) -> None:
        """Nothing to keep."""

    @property
    def data(self) -> list[Any]:
        return [frame["data"] for frame in self.frames]


def joined(hub: Hub, who: Listening, *, is_open: bool = True) -> Told:
    told = Told(who)
    hub.join(cast(Socket, told), Switch(is_open, 1))
    return told


def presence(*agents: tuple[dict[str, Any], str], sequence: int = 5) -> dict[str, Any]:
    """At ``c1`` of ``w1``."""
    here = [person | {"activity": activity} for person, activity in agents]
    data = {
        "conversation_id": "c1",
        "agents": here,
        "customer": {"is_online": True, "last_seen_at": None},
    }
    return an_event("presence.changed.v1", data) | {"sequence": sequence}


def team(*online: str, sequence: int = 5) -> dict[str, Any]:
    event = an_event("presence.team_changed.v1", {"online_agent_ids": [*online]})
    return event | {"subject": "w1", "sequence": sequence}


def test_agents_hear_of_presence_typing_and_availability_as_it_is() -> None:
    for event in (
        presence((ANN, "viewing")),
        team("ann"),
        an_event("customer.typing.v1", {"is_typing": True}),
        an_event("agent.availability_changed.v1", {"agent": ANN, "availability": "away"}),
    ):
        frame = audience.for_agents(event)
        assert frame is not None
        assert json.loads(frame)["data"] == event["data"]


def test_a_customer_learns_who_replies_and_never_who_merely_looks() -> None:
    event = presence((ANN, "viewing"), (BEN, "replying"))
    assert told_visitors(event) == {
        "type": "agent.typing.v1",
        "id": "e1",
        "subject": "c1",
        "sequence": 5,
        "time": event["time"],
        "data": {"agents": [BEN]},
    }
    assert "ann" not in json.dumps(told_visitors(event)).lower()


@pytest.mark.parametrize(("online", "are_online"), [(["ann"], True), ([], False)])
def test_a_customer_learns_whether_anybody_can_be_reached_and_not_who(
    online: list[str], are_online: bool
) -> None:
    assert data_for_visitors(team(*online)) == {"are_online": are_online}


def test_what_an_agent_chose_is_not_a_customers_to_see() -> None:
    data = {"agent": ANN, "availability": "away"}
    assert told_visitors(an_event("agent.availability_changed.v1", data)) is None


def test_a_customer_is_not_even_told_that_something_happened_while_agents_merely_look() -> None:
    hub = Hub()
    mia = joined(hub, Listening("w1", conversation_id="c1"))
    hub.pass_on(presence((ANN, "viewing"), sequence=5))
    hub.pass_on(presence(sequence=6))
    assert mia.frames == []
    hub.pass_on(presence((ANN, "replying"), sequence=7))
    hub.pass_on(presence((ANN, "replying"), (BEN, "viewing"), sequence=8))
    hub.pass_on(presence((ANN, "viewing"), sequence=9))
    assert mia.data == [{"agents": [ANN]}, {"agents": []}]


def test_an_older_state_that_comes_late_is_not_told() -> None:
    hub = Hub()
    mia = joined(hub, Listening("w1", conversation_id="c1"))
    hub.pass_on(presence(sequence=9))
    hub.pass_on(presence((ANN, "replying"), sequence=8))
    assert mia.frames == []


def test_who_replies_elsewhere_is_no_concern_of_a_customer() -> None:
    hub = Hub()
    jon = joined(hub, Listening("w1", conversation_id="c2"))
    stranger = joined(hub, Listening("w2", conversation_id="c1"))
    hub.pass_on(presence((ANN, "replying")))
    assert (jon.frames, stranger.frames) == ([], [])


def test_availability_is_told_when_it_changes_and_only_then() -> None:
    hub = Hub()
    mia = joined(hub, Listening("w1", conversation_id="c1"))
    for sequence, online in enumerate((["ann"], ["ann", "ben"], [], ["ben"])):
        hub.pass_on(team(*online, sequence=sequence + 1))
    assert mia.data == [{"are_online": True}, {"are_online": False}, {"are_online": True}]


def test_after_a_gap_customers_are_told_anew() -> None:
    hub = Hub()
    mia = joined(hub, Listening("w1", conversation_id="c1"))
    hub.pass_on(presence((ANN, "replying"), sequence=1))
    hub.missed()
    hub.pass_on(presence((ANN, "replying"), sequence=2))
    assert mia.data == [{"agents": [ANN]}] * 2


def test_while_live_chat_is_off_nobody_hears_of_presence() -> None:
    hub = Hub()
    ann = joined(hub, Listening("w1", "s1"), is_open=False)
    hub.pass_on(presence((BEN, "viewing")))
    hub.pass_on(team("ann"))
    assert ann.frames == []
