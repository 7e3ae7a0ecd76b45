"""Who is seen where, and what is said of it."""

from services.presence.use_cases import Presence
from tests.eventually import eventually
from tests.integration.presence.conftest import Gateway, Office


async def test_agents_are_seen_where_they_are_and_gone_when_they_leave(
    gateway: Gateway, office: Office
) -> None:
    ann, ben = gateway.agent(office.id), gateway.agent(office.id, "Ben")
    ann("c1", "viewing")
    ben("c1", "replying")
    await office.has(ann="viewing", ben="replying")
    ann("c2", "viewing")
    await office.has(ben="replying")
    await office.has(conversation_id="c2", ann="viewing")
    ben("c1", "none")
    await office.has()


async def test_every_change_is_said_with_the_whole_set_and_a_growing_sequence(
    gateway: Gateway, office: Office
) -> None:
    ann = gateway.agent(office.id)
    for activity, seen in (
        ("viewing", {"ann": "viewing"}),
        ("none", {}),
        ("replying", {"ann": "replying"}),
    ):
        ann("c1", activity)
        await office.has(**seen)

    async def all_said() -> bool:
        return len(office.heard("presence.changed.v1")) >= 3

    await eventually(all_said)
    said = office.heard("presence.changed.v1")
    assert [[(a["id"], a["activity"]) for a in e["data"]["agents"]] for e in said] == [
        [("ann", "viewing")],
        [],
        [("ann", "replying")],
    ]
    assert {event["subject"] for event in said} == {"c1"}
    assert said[0]["data"] == {
        "conversation_id": "c1",
        "agents": [
            {"id": "ann", "name": "Ann", "avatar_url": "/avatars/ann", "activity": "viewing"}
        ],
        "customer": {"is_online": False, "last_seen_at": None},
    }
    sequences = [event["sequence"] for event in said]
    assert sequences == sorted(set(sequences))


async def test_the_snapshot_is_every_conversation_where_somebody_is(
    gateway: Gateway, office: Office
) -> None:
    leave = gateway.customer(office.id, "c1")
    gateway.agent(office.id)("c2", "viewing")
    await office.has(conversation_id="c2", ann="viewing")
    items = (await office.get("/api/v1/presence")).json()["items"]
    assert {item["conversation_id"] for item in items} == {"c1", "c2"}
    leave()

    async def only_one() -> bool:
        return len((await office.get("/api/v1/presence")).json()["items"]) == 1

    await eventually(only_one)


async def test_a_customer_is_online_while_connected_and_was_seen_when_they_left(
    gateway: Gateway, office: Office
) -> None:
    assert await office.customer() == {"is_online": False, "last_seen_at": None}
    leave = gateway.customer(office.id)

    async def is_online() -> bool:
        return bool((await office.customer())["is_online"])

    async def is_offline() -> bool:
        return not await is_online()

    await eventually(is_online)
    came = (await office.customer())["last_seen_at"]
    leave()
    await eventually(is_offline)
    assert (await office.customer())["last_seen_at"] > came


async def test_the_team_is_who_is_connected_and_chose_so(
    gateway: Gateway, other_gateway: Gateway, office: Office
) -> None:
    gateway.agent(office.id)
    gateway.agent(office.id, "Cleo", "away")
    other_gateway.agent(office.id, "Ben")
    await office.has_online("ann", "ben")
    gateway.reporting.holding.choose("ann", office.id, "away")
    await office.has_online("ben")

    async def is_told() -> bool:
        last = office.heard("presence.team_changed.v1")[-1]
        return (last["subject"], last["data"]) == (office.id, {"online_agent_ids": ["ben"]})

    await eventually(is_told)


async def test_nothing_of_another_workspace_is_seen_said_or_reached(
    gateway: Gateway, office: Office, other_office: Office
) -> None:
    gateway.customer(office.id, "c1")
    gateway.agent(office.id)("c1", "replying")
    intruder = gateway.agent(other_office.id, "Dan")
    intruder("c1", "viewing")
    await other_office.has(dan="viewing")
    await office.has(ann="replying")
    theirs = (await other_office.get("/api/v1/presence")).json()
    assert [item["agents"][0]["id"] for item in theirs["items"]] == ["dan"]
    assert theirs["items"][0]["customer"] == {"is_online": False, "last_seen_at": None}
    assert "dan" not in str(office.heard("presence.changed.v1"))
    assert await office.online() == ["ann"]


async def test_only_agents_of_the_workspace_may_ask_who_is_where(office: Office) -> None:
    assert (await office.get("/api/v1/presence", "customer")).status_code == 404
    assert (await office.get("/api/v1/presence/c1", "customer")).status_code == 404
    assert (await office.http.get("/api/v1/presence")).status_code == 401
    assert (await office.http.get("/api/v1/team")).status_code == 401


async def test_ids_that_no_customer_ever_had_leave_no_trace(
    gateway: Gateway, office: Office, presence: Presence
) -> None:
    ann = gateway.agent(office.id)
    for number in range(5):
        ann(f"invented-{number}", "viewing")
        await office.has(conversation_id=f"invented-{number}", ann="viewing")
    ann("invented-4", "none")
    await office.has(conversation_id="invented-4")
    rows = presence.mongo.collection("places")
    kept = await rows.count_documents({"workspace_id": office.id, "kind": "conversation"})
    assert kept == 0
