"""A page that stays open while gateways come and go: it comes back, takes a snapshot, goes on."""

import asyncio
import random
from collections.abc import Mapping
from contextlib import suppress

import httpx
from websockets.exceptions import WebSocketException

from tests.eventually import eventually
from tests.people import Frames, Json, Person

MESSAGE_SENT = "conversation.message_sent.v1"
LONGEST_PAUSE_SECONDS = 0.5

Place = tuple[str, int]
"""A conversation's id and a ``seq``."""


class Page:
    """What somebody's page shows of the conversations at ``paths`` (by id), kept right by the one
    recovery path of docs/live-sockets.md. ``threads`` are their messages in the order shown,
    ``closes`` the codes that ended its sockets.
    """

    def __init__(self, person: Person, paths: Mapping[str, str], chance: random.Random) -> None:
        self._person = person
        self._paths = paths
        self._chance = chance
        self._snapshot: dict[str, int] = {}
        self._heard: set[Place] = set()
        self.threads: dict[str, list[Json]] = {conversation_id: [] for conversation_id in paths}
        self.closes: list[int | None] = []
        self.contradicted: list[Place] = []

    async def stay(self) -> None:
        """For as long as nobody cancels it."""
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                async with self._person.listening() as frames:
                    await self._follow(frames)
            await asyncio.sleep(self._chance.uniform(0, LONGEST_PAUSE_SECONDS))

    def unheard(self) -> list[Place]:
        """What was written since the newest snapshot and has come by no frame yet."""
        return [
            (conversation_id, seq)
            for conversation_id, known in self._snapshot.items()
            for seq in range(known + 1, len(self.threads[conversation_id]) + 1)
            if (conversation_id, seq) not in self._heard
        ]

    async def _follow(self, frames: Frames) -> None:
        """Snapshot, then frames, until the socket ends."""
        try:
            for conversation_id in self._paths:
                await self._read(conversation_id)
            self._snapshot = {each: len(thread) for each, thread in self.threads.items()}
            self._heard.clear()
            applied = 0
            while True:
                await self._apply(await frames.following(applied))
                applied += 1
        except ConnectionError:
            self.closes.append(frames.close_code)

    async def _apply(self, frame: Json) -> None:
        """The next message is shown, an older one is known, and a gap is read."""
        conversation_id = frame["subject"]
        if frame["type"] != MESSAGE_SENT or conversation_id not in self.threads:
            return
        thread, message = self.threads[conversation_id], frame["data"]["message"]
        seq = message["seq"]
        self._heard.add((conversation_id, seq))
        if seq == len(thread) + 1:
            thread.append(message)
        elif seq > len(thread):
            await self._read(conversation_id)
        if thread[seq - 1]["id"] != message["id"]:
            self.contradicted.append((conversation_id, seq))

    async def _read(self, conversation_id: str) -> None:
        """What is missing at the end, asked for until it is answered."""
        thread, path = self.threads[conversation_id], self._paths[conversation_id]

        async def is_read() -> bool:
            try:
                while page := await self._person.messages(path, after_seq=len(thread), limit=100):
                    thread.extend(page)
            except httpx.HTTPError:
                return False
            return True

        await eventually(is_read, seconds=60)
