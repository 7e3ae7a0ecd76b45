"""Keeps a page current as the real client does: socket, ``ready``, snapshot, frames; a gap is read,
and whatever ends the socket begins the same four steps again.
"""

import asyncio
import json
import random
from contextlib import suppress

import httpx
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from tests.people import Agent, Customer, Json
from tests.resilience.soak.attempts import Attempts
from tests.resilience.soak.page import Page
from tests.resilience.soak.record import Transcript

SILENCE_SECONDS = 12.0
"""The client pings, and gives up a socket that answers nothing for that long."""
PING_SECONDS = 4.0
PAUSE_SECONDS = (0.1, 1.0)
PAGE = 100

GONE = httpx.codes.NOT_FOUND


class Follower:
    """One page, of which the person who makes ``attempts`` sees everything."""

    sees_all: bool

    def __init__(self, who: Agent | Customer, attempts: Attempts) -> None:
        self.who = who
        self.page = Page()
        self.is_listening = False
        self._attempts = attempts

    def transcript(self, *, is_open: bool) -> Transcript:
        """What it has shown until now."""
        return Transcript(
            self._attempts.viewer.name,
            self._attempts.viewer.workspace,
            self.sees_all,
            is_open,
            shown=self.page.shown(is_current=is_open),
            carried=frozenset(self.page.carried),
        )

    async def follow(self) -> None:
        """Until cancelled."""
        while True:
            with suppress(OSError, TimeoutError, WebSocketException, httpx.HTTPError):
                async with self.who.socket() as socket:
                    await self._listen(socket)
            self.is_listening = False
            await asyncio.sleep(random.uniform(*PAUSE_SECONDS))

    async def _listen(self, socket: ClientConnection) -> None:
        pinging = asyncio.create_task(_ping(socket))
        try:
            while True:
                async with asyncio.timeout(SILENCE_SECONDS):
                    text = str(await socket.recv())
                self._attempts.look(text)
                await self._hear(json.loads(text))
        finally:
            pinging.cancel()

    async def _hear(self, frame: Json) -> None:
        if frame["type"] == "ready":
            await self.snapshot()
            self.is_listening = True
        for one in frame["frames"] if frame["type"] == "gathered" else [frame]:
            if one["type"] != "pong" and (conversation_id := self.page.hear(one)):
                await self.read(conversation_id)

    async def snapshot(self) -> None:
        """The truth of now, as the page asks for it."""
        raise NotImplementedError

    async def read(self, conversation_id: str) -> None:
        """One conversation anew: first which version it is, then what follows on the page."""
        raise NotImplementedError

    async def _rest(self, path: str, conversation_id: str) -> list[Json]:
        """What the page does not have yet of a thread."""
        rest: list[Json] = []
        after = self.page.last_seq(conversation_id)
        while part := await self.who.messages(path, after_seq=after, limit=PAGE):
            rest += part
            after = part[-1]["seq"]
        return rest


class AgentsPage(Follower):
    """A console with every thread of the workspace open."""

    who: Agent
    sees_all = True

    async def snapshot(self) -> None:
        rows = {
            row["id"]: row
            for status in ("active", "closed")
            for row in (await self.who.all_conversations(status))["items"]
        }
        for conversation_id in self.page.threads.keys() - rows.keys():
            self.page.remove(conversation_id)
        for conversation_id, row in rows.items():
            await self._take(conversation_id, row)

    async def read(self, conversation_id: str) -> None:
        answer = await self.who.http.get(self.who.conversation(conversation_id))
        if answer.status_code == GONE:
            self.page.remove(conversation_id)
        else:
            await self._take(conversation_id, answer.raise_for_status().json())

    async def _take(self, conversation_id: str, row: Json) -> None:
        rest: list[Json] = []
        if row["last_seq"] > self.page.last_seq(conversation_id):
            try:
                rest = await self._rest(self.who.conversation(conversation_id), conversation_id)
            except httpx.HTTPStatusError as error:
                if error.response.status_code != GONE:
                    raise
                return  # deleted meanwhile, of which a frame is on its way
        self.page.read(conversation_id, row["version"], rest)


class CustomersPage(Follower):
    """A widget with its one thread."""

    who: Customer
    sees_all = False

    def __init__(self, who: Customer, attempts: Attempts, conversation_id: str) -> None:
        super().__init__(who, attempts)
        self._conversation_id = conversation_id

    async def snapshot(self) -> None:
        await self.read(self._conversation_id)

    async def read(self, conversation_id: str) -> None:
        answer = await self.who.http.get(self.who.path)
        if answer.status_code == GONE:
            self.page.remove(conversation_id)
            return
        version = answer.raise_for_status().json()["version"]
        self.page.read(conversation_id, version, await self._rest(self.who.path, conversation_id))


async def _ping(socket: ClientConnection) -> None:
    with suppress(WebSocketException, OSError):
        while True:
            await socket.send('{"type": "ping"}')
            await asyncio.sleep(PING_SECONDS)
