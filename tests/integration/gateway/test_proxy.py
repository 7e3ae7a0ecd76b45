"""A gateway's connections to a service: there are only so many, and nobody waits for ever."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from gateway.api import proxy
from gateway.api.proxy import Proxy
from shared import refusals
from tests.eventually import eventually
from tests.integration.shared.conftest import running

CONNECTIONS = 3
LONG_SECONDS = 30.0


@dataclass
class Busy:
    """A service that answers nobody until it is told to."""

    url: str = ""
    waiting: int = 0
    most: int = 0
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, _: web.BaseRequest) -> web.StreamResponse:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        await self.may_answer.wait()
        self.waiting -= 1
        return web.Response(text="done")

    async def is_full(self) -> bool:
        return self.waiting == CONNECTIONS


@asynccontextmanager
async def a_busy_service() -> AsyncIterator[Busy]:
    busy = Busy()
    runner = web.ServerRunner(web.Server(busy.handle), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    busy.url = "http://{}:{}".format(*runner.addresses[0])
    try:
        yield busy
    finally:
        busy.may_answer.set()
        await runner.cleanup()


async def test_a_storm_waits_its_turn_instead_of_opening_ever_more_connections() -> None:
    async with a_busy_service() as busy:
        to_it = Proxy("chat", busy.url, CONNECTIONS)
        async with running(to_it), asyncio.TaskGroup() as storm:
            asked = [
                storm.create_task(to_it.read("nobody", "/", LONG_SECONDS))
                for _ in range(4 * CONNECTIONS)
            ]
            await eventually(busy.is_full)
            busy.may_answer.set()
        assert [each.result() for each in asked] == [b"done"] * len(asked)
    assert busy.most == CONNECTIONS


async def test_whose_turn_does_not_come_is_told_to_try_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proxy, "TURN_SECONDS", 0.1)
    async with a_busy_service() as busy:
        to_it = Proxy("chat", busy.url, CONNECTIONS)
        async with running(to_it), asyncio.TaskGroup() as others:
            for _ in range(CONNECTIONS):
                others.create_task(to_it.read("nobody", "/", LONG_SECONDS))
            await eventually(busy.is_full)
            async with asyncio.timeout(LONG_SECONDS / 3):
                with pytest.raises(refusals.Unavailable):
                    await to_it.read("nobody", "/", LONG_SECONDS)
            busy.may_answer.set()
