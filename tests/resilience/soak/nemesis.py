"""Lets one fault after the other happen, each once the one before has healed. Which, and in which
order, follows from the seed alone.
"""

import asyncio
import random
import time
from collections.abc import Sequence

from tests.resilience.soak.crash_points import NeverCame
from tests.resilience.soak.ground import Ground
from tests.resilience.soak.kinds import KINDS, Fault, planned
from tests.resilience.soak.record import Record, Strike

LONGEST_SECONDS = 15.0
"""Longer than a request, a heartbeat of the broker and a ping of a socket are waited for."""


class Nemesis:
    """The faults of one run. ``kinds``: which there may be."""

    def __init__(
        self,
        ground: Ground,
        record: Record,
        seed: int,
        kinds: Sequence[str] = tuple(KINDS),
        longest_seconds: float = LONGEST_SECONDS,
    ) -> None:
        self._ground = ground
        self._record = record
        self._chance = random.Random(seed)
        self._kinds = kinds
        self._longest_seconds = longest_seconds

    async def rage(self, seconds: float) -> None:
        """For so long; the last fault has healed when this returns."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            fault = planned(self._ground, self._chance, self._kinds, self._longest_seconds)
            await asyncio.sleep(fault.after)
            await self._strike(fault)

    async def _strike(self, fault: Fault) -> None:
        began = time.monotonic()
        print(f"  {fault.kind:<32} {fault.target:<24} {fault.seconds:4.1f} s", flush=True)
        try:
            async with KINDS[fault.kind].inflict(self._ground, fault.target):
                await asyncio.sleep(fault.seconds)
                ended = time.monotonic()
        except NeverCame:
            print("    it never came to that", flush=True)
            return
        await self._ground.whole()
        whole = time.monotonic()
        self._record.strikes.append(Strike(fault.kind, fault.target, began, ended, whole))
