"""Pushes, whatever the service says; and the event loop, which never waits for one."""

import asyncio
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from services.notifier.domain.outcomes import MayPass, Sent
from services.notifier.push import Push as Message
from services.notifier.push import Pusher
from services.notifier.use_cases import settings
from services.notifier.use_cases.notifier import Notifier
from tests.integration.notifier.conftest import Push
from tests.integration.notifier.scene import Scene

HELLO = Message("Title", "Body", {"conversation_id": "c1"})
TOKEN = "device-ann"


@pytest.fixture
def pusher(notifier: Notifier) -> Pusher:
    assert isinstance(notifier.pushes, Pusher)
    return notifier.pushes


async def test_a_device_gets_title_body_and_data_under_one_collapse_key(
    pusher: Pusher, push: Push
) -> None:
    assert await pusher.send(HELLO, TOKEN, "01-23") == Sent()
    assert push.kept.all() == [
        {
            "token": TOKEN,
            "title": "Title",
            "body": "Body",
            "data": {"conversation_id": "c1"},
            "collapse_key": "0123",
        }
    ]


@pytest.mark.parametrize("answer", ["unregistered", "invalid"])
async def test_a_device_that_is_gone_is_forgotten(scene: Scene, push: Push, answer: str) -> None:
    other = await scene.device("Ann", "device-other")
    await scene.device("Ann", TOKEN)
    push.refuse(TOKEN, answer)
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    left = await settings.devices(scene.notifier, scene.agent("Ann"))
    assert [device.token for device in left] == [other]
    assert len(push.to(other)) == 1
    assert (await scene.states("c1"))["mobile", "sent"] == 1


async def test_an_agent_whose_only_device_is_gone_is_not_notified_and_it_says_why(
    scene: Scene, push: Push
) -> None:
    await scene.device("Ann", TOKEN)
    push.refuse(TOKEN, "unregistered")
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    [failed] = [one for one in await scene.told("c1") if one.state == "failed"]
    assert failed.reason is not None
    assert "registered" in failed.reason


@pytest.mark.parametrize("retry_after", ["2", "date"])
async def test_quota_is_told_at_once_with_how_long_to_wait(
    pusher: Pusher, push: Push, retry_after: str
) -> None:
    if retry_after == "date":
        retry_after = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    push.refuse(TOKEN, "quota", retry_after=retry_after)
    began = time.monotonic()
    outcome = await pusher.send(HELLO, TOKEN, "d1")
    assert isinstance(outcome, MayPass)
    assert outcome.retry_after_seconds >= 2.0
    assert time.monotonic() - began < 1.5


async def test_who_is_told_to_wait_waits(scene: Scene, push: Push) -> None:
    await scene.device("Ann", TOKEN)
    push.refuse(TOKEN, "quota", retry_after="1")
    await scene.hear(scene.started("c1"))
    began = time.monotonic()
    await scene.settle("c1")
    assert time.monotonic() - began >= 1.0
    assert len(push.to(TOKEN)) == 1


async def test_a_503_is_one_request_and_no_wait(pusher: Pusher, push: Push) -> None:
    push.refuse(TOKEN, "unavailable")
    began = time.monotonic()
    assert isinstance(await pusher.send(HELLO, TOKEN, "d1"), MayPass)
    assert push.firebase.asked == 1
    assert time.monotonic() - began < 1.5


async def test_everything_arrives_once_after_the_service_was_down(scene: Scene, push: Push) -> None:
    other = await scene.device("Ann", "device-other")
    await scene.device("Ann", TOKEN)
    push.refuse(TOKEN, "unavailable", times=4)
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    assert (len(push.to(TOKEN)), len(push.to(other))) == (1, 1)


async def test_an_access_token_that_ran_out_is_renewed_once(pusher: Pusher, push: Push) -> None:
    assert await pusher.send(HELLO, TOKEN, "d1") == Sent()
    push.refuse(TOKEN, "expired")
    assert await pusher.send(HELLO, TOKEN, "d2") == Sent()
    assert push.to(TOKEN) == ["d1", "d2"]


async def test_credentials_that_stay_refused_end_in_two_requests(
    pusher: Pusher, push: Push
) -> None:
    push.refuse(TOKEN, "expired", times=100)
    assert isinstance(await pusher.send(HELLO, TOKEN, "d1"), MayPass)
    assert push.firebase.asked == 2


async def test_a_service_that_hangs_never_holds_up_the_event_loop(push: Push) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=16) as mute:
        account = push.account | {"token_uri": f"http://127.0.0.1:{mute.getsockname()[1]}/token"}
        pusher = Pusher(account, push.url)
        sending = [asyncio.create_task(pusher.send(HELLO, TOKEN, f"d{n}")) for n in range(8)]
        longest, began = 0.0, time.monotonic()
        for _ in range(50):
            before = time.monotonic()
            await asyncio.sleep(0.01)
            longest = max(longest, time.monotonic() - before)
        assert longest < 0.5
        assert not any(task.done() for task in sending)
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)
        await pusher.stop()
        assert time.monotonic() - began < 5


async def test_a_device_moves_to_whoever_registers_it_last(scene: Scene, push: Push) -> None:
    await scene.device("Ann", TOKEN)
    await scene.device("Ben", TOKEN)
    assert await settings.devices(scene.notifier, scene.agent("Ann")) == []
    await scene.hear(scene.started("c1"))
    await scene.settle("c1")
    assert len(push.to(TOKEN)) == 1
