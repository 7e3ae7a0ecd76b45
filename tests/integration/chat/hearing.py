"""What other teams hear of the tests' conversations, in the order of ``sequence``."""

import json
from collections import defaultdict
from typing import Any

from shared.bus.connection import Bus
from shared.bus.listener import Listener
from tests.eventually import eventually

Json = dict[str, Any]


class Hearing:
    """Remembers every event by its subject."""

    def __init__(self, bus: Bus) -> None:
        self._heard: dict[str, dict[int, Json]] = defaultdict(dict)
        self._listener = Listener(bus, "tests.hearing", self._hear, lambda: None)

    async def start(self) -> None:
        await self._listener.start()
        await self._listener.bind("conversation.#")

    async def stop(self) -> None:
        await self._listener.stop()

    async def until(self, conversation_id: str, version: int) -> list[Json]:
        """The events of ``conversation_id`` from the first to ``version``, none missing."""
        events = self._heard[conversation_id]

        async def complete() -> bool:
            return all(sequence in events for sequence in range(1, version + 1))

        await eventually(complete)
        assert max(events) == version
        return [events[sequence] for sequence in sorted(events)]

    def _hear(self, body: bytes) -> None:
        event: Json = json.loads(body)
        self._heard[event["subject"]][event["sequence"]] = event
