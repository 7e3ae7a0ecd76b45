"""Events: without its mechanism, a change is never heard of, and the checker says so."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aio_pika import RobustConnection

from shared.bus.connection import Bus
from shared.bus.listener import Listener
from shared.bus.log import replay
from tests.eventually import eventually
from tests.integration.chat.callers import Caller
from tests.integration.proofs.conftest import Shop, opened
from tests.integration.shared.conftest import running
from tests.resilience.line import Line
from tests.resilience.soak.page import Page
from tests.resilience.soak.reading import said
from tests.resilience.soak.record import Transcript

ON_AND_OFF = pytest.mark.parametrize("is_on", [True, False], ids=["on", "off"])


@pytest.fixture
async def line(amqp_url: str) -> AsyncIterator[Line]:
    """To the broker; it can be cut."""
    async with Line(amqp_url) as line:
        yield line


@ON_AND_OFF
async def test_without_confirms_what_a_dead_line_took_is_never_said(
    mongo_url: str,
    amqp_url: str,
    private_key: str,
    line: Line,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_on: bool,
) -> None:
    if not is_on:
        monkeypatch.setattr(RobustConnection, "channel", _unconfirmed(RobustConnection.channel))
    async with opened(mongo_url, line.through(amqp_url), private_key) as shop:
        customer, _ = await shop.office.started()
        await shop.has_said_all()
        line.cut()
        await shop.post(customer, "/widget/v1/conversation")
        if not is_on:
            await shop.has_said_all()  # or so it thinks
        await line.drop()
        line.mend()
        await shop.has_said_all()
        events = [json.loads(body) async for body in replay(amqp_url, idle_seconds=0.5)]
        assert await shop.accuses("said", said=said(events)) is not is_on


@ON_AND_OFF
async def test_without_a_new_snapshot_after_a_gap_at_the_broker_a_page_has_a_hole(
    shop: Shop, amqp_url: str, line: Line, *, is_on: bool
) -> None:
    customer, path = await shop.office.started()
    watcher = Watcher(shop.office.agent(), path)
    await watcher.look()
    bus = Bus(line.through(amqp_url), "tests")
    gaps = 0

    def missed() -> None:
        nonlocal gaps
        gaps += 1

    listener = Listener(bus, "tests.watcher", watcher.hear, missed)
    async with running(bus, listener):
        await listener.bind("conversation.#")
        line.cut()
        await line.drop()
        await shop.post(customer, "/widget/v1/conversation")
        await shop.has_said_all()
        line.mend()

        async def has_noticed() -> bool:
            return gaps > 0

        await eventually(has_noticed, seconds=30)
        if is_on:
            await watcher.look()
    shop.record.transcripts.append(watcher.transcript())
    assert await shop.accuses("pages") is not is_on


class Watcher:
    """An agent's page, which hears events as they are."""

    def __init__(self, agent: Caller, path: str) -> None:
        self._agent = agent
        self._path = path
        self._page = Page()

    async def look(self) -> None:
        """A snapshot of the one conversation."""
        row = (await self._agent.get(self._path)).json()
        after = self._page.last_seq(row["id"])
        rest = await self._agent.thread(self._path, after_seq=after)
        self._page.read(row["id"], row["version"], rest)

    def hear(self, body: bytes) -> None:
        self._page.hear(json.loads(body))

    def transcript(self) -> Transcript:
        who = self._agent.principal
        shown = self._page.shown(is_current=True)
        return Transcript(who.id, who.workspace_id, True, True, shown, frozenset())


def _unconfirmed(channel: Any) -> Any:
    """The same channels, which say nothing of what became of a message."""

    def without(connection: RobustConnection, *args: Any, **options: Any) -> Any:
        off = {"publisher_confirms": False, "on_return_raises": False}
        return channel(connection, *args, **options | off)

    return without
