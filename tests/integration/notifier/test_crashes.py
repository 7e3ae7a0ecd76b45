"""A process that dies, at every step there is: nothing is lost, and at most one extra is sent.

Only between the other side's yes and our commit can there be an extra; it has the same id.
"""

from collections import Counter

import pytest

from services.notifier.use_cases import alerts
from services.notifier.use_cases.notifier import Notifier
from tests.dying import Dies, Killed
from tests.integration.notifier.conftest import Push
from tests.integration.notifier.scene import Scene
from tests.integration.notifier.smtp import MailServer


async def survive(scene: Scene) -> None:
    """Step, and begin anew after a death."""
    try:
        await scene.step()
    except Killed:
        return
    raise AssertionError("nothing died")


@pytest.mark.parametrize(
    ("part", "at"),
    [
        ("alerts", "tell"),
        ("deliveries", "add"),
        ("deliveries", "gather"),
        ("dispatches", "admit"),
        ("dispatches", "add"),
        ("dispatches", "take"),
        ("deliveries", "pending"),
        ("dispatches", "done"),
        ("deliveries", "settle"),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_at_any_step_each_agent_is_told_and_at_most_one_extra_is_sent(
    scene: Scene, smtp: MailServer, push: Push, part: str, at: str, when: str
) -> None:
    token = await scene.device("Ann", "device-ann")
    repository = scene.notifier.repository
    await scene.hear(scene.started("c1"))
    whole = getattr(repository, part)
    setattr(repository, part, Dies(whole, at, when))
    await survive(scene)
    setattr(repository, part, whole)
    await scene.settle("c1")
    sent = {name: smtp.ids(scene.email(name)) for name in ("Ann", "Ben")}
    is_after_the_yes = (part, at) in {("dispatches", "done"), ("deliveries", "settle")}
    extras = sum(len(ids) - 1 for ids in sent.values()) + len(push.to(token)) - 1
    assert extras == (1 if is_after_the_yes else 0)
    for ids in (*sent.values(), push.to(token)):
        assert len(set(ids)) == 1
    assert await scene.states("c1") == {
        ("email", "sent"): 2,
        ("mobile", "sent"): 1,
        ("mobile", "skipped"): 1,
    }
    assert (await scene.said())["notification.sent"] == 3


@pytest.mark.parametrize(("when", "mails"), [("before", 1), ("after", 2)])
async def test_killed_around_the_handing_over_a_mail_is_sent_once_or_twice(
    scene: Scene, smtp: MailServer, when: str, mails: int
) -> None:
    dying = scene.with_(mails=Dies(scene.notifier.mails, "send", when))
    await scene.hear(scene.started("c1"))
    await survive(dying)
    await scene.settle("c1")
    counts = Counter(smtp.ids(scene.email("Ann")) + smtp.ids(scene.email("Ben")))
    assert sorted(counts.values()) == sorted([1, mails])


@pytest.mark.parametrize(("when", "pushes"), [("before", 1), ("after", 2)])
async def test_killed_around_the_handing_over_a_push_is_sent_once_or_twice(
    scene: Scene, push: Push, when: str, pushes: int
) -> None:
    token = await scene.device("Ann", "device-ann")
    dying = scene.with_(pushes=Dies(scene.notifier.pushes, "send", when))
    await scene.hear(scene.started("c1"))
    await survive(dying)
    await scene.settle("c1")
    assert len(push.to(token)) == pushes
    assert len(set(push.to(token))) == 1


async def test_killed_after_the_first_of_two_devices_only_the_second_is_left(
    scene: Scene, push: Push
) -> None:
    tokens = [await scene.device("Ann", f"device-{n}") for n in (1, 2)]
    dispatches = scene.notifier.repository.dispatches
    await scene.hear(scene.started("c1"))
    scene.notifier.repository.dispatches = Dies(dispatches, "reached", "after")  # type: ignore[assignment]  # stands in
    await survive(scene)
    scene.notifier.repository.dispatches = dispatches
    await scene.settle("c1")
    assert [len(push.to(token)) for token in tokens] == [1, 1]


async def test_what_is_leased_is_left_alone_until_the_lease_runs_out(
    scene: Scene, smtp: MailServer, notifier: Notifier
) -> None:
    patient = scene.with_(lease_seconds=60.0)
    await patient.hear(scene.started("c1"))
    await alerts.tell_and_gather(patient.notifier)
    taken = [await notifier.repository.dispatches.take("email", 60.0) for _ in range(3)]
    assert [one is None for one in taken] == [False, False, True]
    await scene.send("email")
    assert dict(smtp.took) == {}
