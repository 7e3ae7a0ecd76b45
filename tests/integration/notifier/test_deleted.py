"""What agents are told of a conversation that is deleted, restored and purged."""

from typing import Any

import pytest

from services.notifier.use_cases import alerts
from shared import refusals
from shared.contracts import conversations, people
from shared.contracts.conversation_events import (
    ConversationDeleted,
    ConversationPurged,
    ConversationRestored,
    TranscriptRequested,
)
from shared.contracts.events import Event
from tests.integration.notifier.scene import MIA, NOW, Scene

CUSTOMER = people.Customer(name=MIA.name, email="mia@shop.example")


def deleted(scene: Scene, sequence: int) -> Event[Any]:
    fact = ConversationDeleted(
        customer=CUSTOMER,
        last_message=conversations.LastMessage(text="Hi", author=MIA, sent_at=NOW, attachments=0),
        status="active",
        ticket=None,
        deleted_by=people.Person(id="ann", name="Ann", avatar_url=None),
        deleted_at=NOW,
    )
    return scene.event(fact, "c1", sequence)


def restored(scene: Scene, sequence: int) -> Event[Any]:
    facts = scene.started("c1").data.conversation
    return scene.event(ConversationRestored(conversation=facts, reads={}), "c1", sequence)


def transcript(scene: Scene) -> Event[Any]:
    fact = TranscriptRequested(
        request_id="r1",
        to="mia@shop.example",
        time_zone="UTC",
        requested_by=MIA,
        customer=CUSTOMER,
        started_at=NOW,
        messages=[],
        omitted=0,
    )
    return scene.event(fact, "c1", 2)


async def is_seen(scene: Scene) -> bool:
    try:
        return bool(await alerts.notified(scene.notifier, scene.workspace_id, "c1"))
    except refusals.NotFound:
        return False


async def test_whoever_was_not_told_before_the_deletion_need_not_be(scene: Scene) -> None:
    await scene.hear(scene.started("c1"), deleted(scene, 2))
    await scene.settle("c1")
    assert await scene.states("c1") == {("email", "skipped"): 2, ("mobile", "skipped"): 2}


@pytest.mark.parametrize("order", [[2, 3], [3, 2]])
async def test_who_was_told_is_seen_again_after_the_restore_in_any_order(
    scene: Scene, order: list[int]
) -> None:
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    events = {2: deleted(scene, 2), 3: restored(scene, 3)}
    await scene.hear(*(events[sequence] for sequence in order))
    assert await is_seen(scene)
    await scene.hear(deleted(scene, 4))
    assert not await is_seen(scene)


async def test_what_comes_after_the_purge_brings_nothing_back(scene: Scene) -> None:
    purged = scene.event(ConversationPurged(purged_at=NOW), "c1", 3)
    await scene.hear(scene.started("c1"), transcript(scene), deleted(scene, 2), purged)
    await scene.hear(scene.started("c1"), transcript(scene), restored(scene, 4))
    await scene.step()
    assert await scene.told("c1") == []
    assert not await is_seen(scene)
    assert await scene.notifier.mongo.collection("transcripts").count_documents({}) == 0
