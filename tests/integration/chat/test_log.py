"""The log forgets what customers wrote, also where little is said."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from services.chat.use_cases import log
from services.chat.use_cases.chat import Chat
from shared import clock
from shared.bus import queues
from shared.bus.connection import Bus
from shared.bus.log import LogWriter, replay
from tests.eventually import eventually
from tests.integration.shared.conftest import running

OLD = b'{"text": "what a customer wrote"}'


class Weeks:
    """A clock that is set forward."""

    def __init__(self) -> None:
        self._passed = 0.0

    def __call__(self) -> datetime:
        return clock.now() + timedelta(weeks=self._passed)

    def pass_(self, weeks: float) -> None:
        self._passed += weeks


async def kept(amqp_url: str) -> list[bytes]:
    return [body async for body in replay(amqp_url, idle_seconds=0.5)]


async def test_a_quiet_log_forgets_because_it_is_padded_once_a_week(
    chat: Chat, amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "LOG_MAX_AGE", "1s")
    monkeypatch.setattr(queues, "LOG_SEGMENT_BYTES", 1_000_000)
    weeks, bus = Weeks(), Bus(amqp_url, "chat")
    writer, chat = LogWriter(bus, "chat"), replace(chat, now=weeks)
    async with running(bus, writer):
        await bus.publisher.publish("conversation.started.w1", OLD, "old")
        await log.pad_when_due(chat, writer)
        weeks.pass_(0.9)
        await log.pad_when_due(chat, writer)
        assert await kept(amqp_url) == [OLD], "nothing is padded within a week"

        async def is_forgotten() -> bool:
            weeks.pass_(1)
            await log.pad_when_due(chat, writer)
            return OLD not in await kept(amqp_url)

        await eventually(is_forgotten)
        assert await kept(amqp_url), "what is young enough is kept"
    await chat.repository.chores.done(log.CHORE, clock.now())
