"""What is heard has its effect at its time."""

import asyncio
import math
import random
from typing import Any

import pytest

from shared.contracts.conversation_events import ConversationPurged
from shared.contracts.events import Event
from shared.contracts.workspace_events import AgentSignedOut
from shared.inbox import Inbox, Subscription
from shared.mongo import Mongo, Transaction
from tests.integration.shared.conftest import an_event, running


async def test_what_can_wait_lets_what_comes_after_it_go_first(
    mongo: Mongo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(random, "uniform", lambda _, __: math.inf)
    had: list[str] = []

    async def has_had(_: None, __: Transaction, event: Event[Any]) -> None:
        had.append(event.id)

    inbox = Inbox(mongo)
    heard: Subscription[None] = Subscription(
        "tests.things.v1", {ConversationPurged: has_had, AgentSignedOut: has_had}
    )
    async with running(inbox):
        handlers = inbox.queue(heard, None).handlers
        waiting = asyncio.ensure_future(handlers[ConversationPurged](an_event()))
        others = [an_event() for _ in range(3)]
        for other in others:
            await handlers[AgentSignedOut](other)
        waiting.cancel()
    assert had == [other.id for other in others]
