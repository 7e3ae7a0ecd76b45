"""Each agent is told of a new chat once per channel, whatever order the events come in."""

import asyncio
import random
from collections import Counter

import pytest

from services.notifier.domain.people import Preferences
from services.notifier.repository.dispatches import Allowance
from services.notifier.use_cases import alerts, settings
from shared import refusals
from shared.mongo import Transaction
from tests.integration.notifier.conftest import Push
from tests.integration.notifier.scene import Scene
from tests.integration.notifier.smtp import MailServer


async def test_each_agent_gets_one_mail_and_one_push(
    scene: Scene, smtp: MailServer, push: Push
) -> None:
    token = await scene.device("Ann", "device-ann")
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    assert [len(smtp.took[scene.email(name)]) for name in ("Ann", "Ben")] == [1, 1]
    assert len(push.to(token)) == 1
    assert await scene.states("c1") == {
        ("email", "sent"): 2,
        ("mobile", "sent"): 1,
        ("mobile", "skipped"): 1,
    }
    assert (await scene.said())["notification.sent"] == 3


@pytest.mark.parametrize("seed", range(3))
async def test_events_that_come_often_and_in_any_order_tell_once(
    scene: Scene, smtp: MailServer, push: Push, seed: int
) -> None:
    chance = random.Random(seed)
    token = await scene.device("Ann", "device-ann")
    ids = [f"c{number}" for number in range(5)]
    once = [event for one in ids for event in (scene.started(one), scene.written(one))]
    often = [event for event in once for _ in range(chance.randint(1, 4))]
    chance.shuffle(often)
    for start in range(0, len(often), 7):
        batch = often[start : start + 7]
        await asyncio.gather(*(scene.hear(event) for event in batch), scene.step())
    await scene.settle(*ids)
    for name in ("Ann", "Ben"):
        assert smtp.chats(scene.email(name)) == Counter(ids)
    assert len(push.to(token)) == len(set(push.to(token)))
    for one in ids:
        assert len(await scene.told(one)) == 4
        assert (await scene.states(one))["email", "sent"] == 2


@pytest.mark.parametrize("end", ["answered", "closed"])
@pytest.mark.parametrize("comes_first", [False, True])
async def test_a_chat_that_has_ended_alerts_nobody(
    scene: Scene, smtp: MailServer, end: str, comes_first: bool
) -> None:
    events = [scene.started("c1"), getattr(scene, end)("c1")]
    await scene.hear(*(reversed(events) if comes_first else events))
    await scene.settle("c1")
    assert smtp.took == {}
    told = await scene.told("c1")
    assert {one.state for one in told} == {"skipped"}
    assert {one.reason for one in told} == {f"The chat was {end} before."}


async def test_what_a_customer_writes_costs_no_transaction(scene: Scene) -> None:
    inbox = scene.notifier.mongo.collection("inbox")
    await scene.hear(scene.started("c1"))
    before = await inbox.count_documents({})
    await scene.hear(scene.written("c1"))
    assert await inbox.count_documents({}) == before
    await scene.hear(scene.answered("c1"))
    assert await inbox.count_documents({}) == before + 1


async def test_an_answer_stops_what_is_still_being_tried(scene: Scene, smtp: MailServer) -> None:
    smtp.says[scene.email("Ann")] = ["451 Later"] * 1000
    await scene.hear(scene.started("c1"))
    await scene.step()
    await scene.hear(scene.answered("c1"))
    await scene.settle("c1")
    mailed = [one for one in await scene.told("c1") if one.agent and one.channel == "email"]
    assert {one.agent.name: one.state for one in mailed if one.agent} == {
        "Ann": "skipped",
        "Ben": "sent",
    }
    assert smtp.took[scene.email("Ann")] == []


async def test_what_is_off_is_skipped_and_says_why(scene: Scene, smtp: MailServer) -> None:
    await scene.device("Ann", "device-ann")
    off = Preferences(email=False, mobile=False)
    await settings.choose(scene.notifier, scene.agent("Ann"), off)
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    anns = [one for one in await scene.told("c1") if one.agent and one.agent.name == "Ann"]
    assert {one.reason for one in anns} == {"Turned off in the notification settings."}
    assert list(smtp.took) == [scene.email("Ben")]


async def test_what_is_turned_off_meanwhile_is_not_sent(scene: Scene, smtp: MailServer) -> None:
    await scene.hear(scene.started("c1"))
    await alerts.tell_and_gather(scene.notifier)
    await settings.choose(scene.notifier, scene.agent("Ann"), Preferences(email=False))
    await scene.settle("c1")
    assert list(smtp.took) == [scene.email("Ben")]


async def test_agents_of_another_workspace_hear_nothing(scene: Scene, smtp: MailServer) -> None:
    other = Scene(scene.notifier, scene.inbox)
    await other.hear(other.roster("Ann", "Eve"))
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    assert set(smtp.took) == {scene.email("Ann"), scene.email("Ben")}
    assert await other.told("c1") == []
    with pytest.raises(refusals.NotFound):
        await alerts.notified(scene.notifier, other.workspace_id, "c1")


async def test_without_a_roster_it_is_asked_for_once_and_everyone_is_told_after(
    scene: Scene, smtp: MailServer
) -> None:
    new = Scene(scene.notifier, scene.inbox)
    await new.hear(*(new.started(f"c{number}") for number in range(5)))
    for _ in range(3):
        await new.step()
    assert (await new.said())["roster.requested"] == 1
    await new.hear(new.roster("Fay"))
    await new.settle(*(f"c{number}" for number in range(5)))
    assert smtp.took[new.email("Fay")]


async def test_an_older_roster_changes_nothing(scene: Scene, smtp: MailServer) -> None:
    await scene.hear(scene.roster("Cleo", sequence=5), scene.roster("Ann", sequence=4))
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    assert list(smtp.took) == [scene.email("Cleo")]


async def test_a_burst_becomes_one_mail_at_once_and_one_digest_a_window(
    scene: Scene, smtp: MailServer
) -> None:
    window = scene.with_(allowance=Allowance(at_once=1, window_seconds=3.0))
    await window.hear(window.started("c0"))
    await window.step()
    ids = [f"c{number}" for number in range(1, 51)]
    await window.hear(*map(window.started, ids))
    await window.step()
    for name in ("Ann", "Ben"):
        assert len(smtp.took[scene.email(name)]) == 1
    await window.settle("c0", *ids, seconds=30)
    for name in ("Ann", "Ben"):
        first, digest = smtp.took[scene.email(name)]
        assert first["subject"] == "New chat from Mia Torres"
        assert digest["subject"] == "50 new chats in Acme"
    assert (await scene.states("c50"))["email", "sent"] == 2


async def test_replicas_that_step_at_once_tell_once(scene: Scene, smtp: MailServer) -> None:
    ids = [f"c{number}" for number in range(10)]
    await scene.hear(*map(scene.started, ids))
    await asyncio.gather(*(scene.step() for _ in range(4)))
    await scene.settle(*ids)
    told = [await scene.told(one) for one in ids]
    assert {len(deliveries) for deliveries in told} == {4}
    assert smtp.chats(scene.email("Ann")) == Counter(ids)


async def test_a_purged_conversation_leaves_nothing(scene: Scene) -> None:
    await scene.hear(scene.started("c1"), scene.started("c2"))
    await scene.settle("c1", "c2")

    async def forget(tx: Transaction) -> None:
        await alerts.forget_conversation(scene.notifier, tx, scene.workspace_id, "c1")

    await scene.notifier.mongo.transact(forget)
    assert await scene.told("c1") == []
    assert await scene.told("c2") != []
    await scene.hear(scene.started("c1"))
    await scene.settle("c2")
    assert await scene.told("c1") == []
    kept = await scene.notifier.mongo.collection("alerts").find_one({"_id": "c1"})
    assert kept is not None
    assert set(kept) == {"_id", "workspace_id", "ended", "is_hidden", "is_forgotten"}
