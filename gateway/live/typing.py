"""Passes on that customers type: to whoever hears their workspace now, and to no store."""

import asyncio

from cachetools import TTLCache

from gateway.live.socket import Listening
from shared import clock, telemetry
from shared.bus.ephemeral import Ephemeral
from shared.contracts import events
from shared.contracts.presence import CustomerTyping
from shared.schedule import Loop

GATHER_SECONDS = 0.1
REPEAT_SECONDS = 2.0
"""What was said is not said again sooner, however often the client does."""

KEPT_ENTRIES = 10_000
SOURCE = "/gateway"


class Typing(Loop):
    """A part. ``says`` never waits; what a client says in between, only the last of it counts."""

    name = "typing"

    def __init__(self, ephemeral: Ephemeral) -> None:
        self._ephemeral = ephemeral
        self._waiting: dict[tuple[str, str], bool] = {}
        self._said = TTLCache[tuple[str, str], bool](KEPT_ENTRIES, REPEAT_SECONDS)
        self._wake = asyncio.Event()

    def says(self, who: Listening, *, is_typing: bool) -> None:
        """A customer types, or has stopped."""
        if who.conversation_id:
            self._waiting[who.workspace_id, who.conversation_id] = is_typing
            self._wake.set()

    async def run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            waiting, self._waiting = self._waiting, {}
            for place, is_typing in waiting.items():
                if self._said.get(place) != is_typing:
                    self._said[place] = is_typing
                    await self._say(*place, CustomerTyping(is_typing=is_typing))
            await asyncio.sleep(GATHER_SECONDS)

    async def _say(self, workspace_id: str, conversation_id: str, fact: CustomerTyping) -> None:
        event = events.envelope(
            fact,
            event_id=clock.new_id(),
            source=SOURCE,
            subject=conversation_id,
            workspace_id=workspace_id,
            sequence=0,
            time=clock.now(),
            traceparent=telemetry.new_traceparent(),
        )
        key = events.routing_key(event.type, workspace_id)
        await self._ephemeral.say(key, event.model_dump_json().encode())
