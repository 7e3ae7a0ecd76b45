"""A customer's stream as server-sent events, where WebSockets are blocked."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from gateway.live import events
from shared.contracts.frames import VisitorWorkspaceChanged
from tests.integration.gateway.conftest import Gateway, Office, Running
from tests.integration.gateway.sockets import PATIENCE_SECONDS, a_message

PATH = "/widget/v1/events"


class Events:
    """What one answer says, block by block."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def block(self) -> list[str]:
        """The lines up to the next empty one."""
        lines = []
        async with asyncio.timeout(PATIENCE_SECONDS):
            while line := await anext(self._lines):
                lines.append(line)
        return lines

    async def said(self) -> list[str]:
        """The next block that is no comment."""
        while (block := await self.block()) == [":"]:
            """Only to show that the line is alive."""
        return block

    async def frame(self) -> dict[str, Any]:
        [line] = await self.said()
        frame: dict[str, Any] = json.loads(line.removeprefix("data: "))
        return frame


@asynccontextmanager
async def reading(
    office: Office, conversation_id: str = "c1", at: Running | None = None
) -> AsyncIterator[Events]:
    """The events of a customer, who has heard ``ready``."""
    headers = {"Authorization": f"Bearer {office.visitor_token(conversation_id)}"}
    url = (at or office.gateway).url
    async with (
        httpx.AsyncClient(base_url=url, headers=headers, timeout=PATIENCE_SECONDS) as http,
        http.stream("GET", PATH) as answer,
    ):
        assert answer.headers["content-type"] == "text/event-stream"
        heard = Events(answer)
        assert (await heard.frame())["type"] == "ready"
        yield heard


async def test_a_customer_hears_what_is_theirs(office: Office) -> None:
    async with reading(office, "c1") as mia, reading(office, "c2") as jon:
        await office.say(a_message("for Mia"), subject="c1")
        await office.say(a_message("for Jon", "c2"), subject="c2")
        assert (await mia.frame())["data"]["message"]["text"] == "for Mia"
        assert (await jon.frame())["data"]["message"]["text"] == "for Jon"


async def test_the_switch_of_live_chat_is_heard(office: Office) -> None:
    async with reading(office) as mia:
        await office.change(live_chat_enabled=False)
        frame = await mia.frame()
        assert frame["type"] == VisitorWorkspaceChanged.event_type
        assert frame["data"] == {"enabled": False}


async def test_a_silent_line_shows_that_it_is_alive(office: Office) -> None:
    assert events.BEAT_SECONDS < PATIENCE_SECONDS
    async with reading(office) as mia:
        assert await mia.block() == [":"]


async def test_who_may_not_listen_is_told_with_a_problem(gateway: Gateway) -> None:
    small, off = await gateway.office("starter"), await gateway.office(live_chat_enabled=False)
    async with httpx.AsyncClient(base_url=gateway.url) as http:
        for token, status in (
            (None, 401),
            ("e30.e30.e30", 401),
            (small.visitor_token(), 402),
            (off.visitor_token(), 403),
        ):
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            answer = await http.get(PATH, headers=headers)
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"


async def test_a_gateway_that_stops_ends_the_answer(gateway: Gateway, office: Office) -> None:
    async with gateway.another() as other, reading(office, at=other) as mia:
        other.process.terminate()
        try:
            while True:
                await mia.block()
        except (StopAsyncIteration, httpx.RemoteProtocolError):
            """It is over, one way or another."""
