"""Tells ``services/presence`` who is here: a change at once, and everything every two seconds.

Nothing that a report says is needed by anyone but presence, nobody waits for one, and a lost one
heals with the next whole one.
"""

import asyncio
import itertools
import time

from gateway.live.holding import Holding
from shared import clock
from shared.bus.ephemeral import Ephemeral
from shared.contracts.presence import REPORT_KEY, HeldConversation, HeldTeam, Report
from shared.schedule import Every, Loop

GATHER_SECONDS = 0.1
"""After a report that left at once, what changes next waits so long for what changes with it."""

FEW = 8
LONG_GATHER_SECONDS = 0.3
"""… and so long after a report of more than ``FEW`` conversations: fewer, larger transactions."""

TICK_SECONDS = 1.0
WHOLE_SECONDS = 2.0


class Reporting(Loop):
    """A part. ``holding`` is what it reports; this process is known to presence by a new id."""

    name = "reporting"

    def __init__(self, ephemeral: Ephemeral) -> None:
        self._ephemeral = ephemeral
        self._gateway = clock.new_id()
        self._numbers = itertools.count(1)
        self._changed = asyncio.Event()
        self.holding = Holding(self._changed.set)
        self._clocks = (
            Every("presence tick", TICK_SECONDS, self._pass_time),
            Every("presence beat", WHOLE_SECONDS, self._report_whole),
        )

    async def start(self) -> None:
        await super().start()
        for clock_ in self._clocks:
            await clock_.start()

    async def stop(self) -> None:
        """Who has gone has gone; the rest of what was here ends with our lease, so that those who
        come back to another gateway meanwhile were never away.
        """
        for clock_ in self._clocks:
            await clock_.stop()
        await super().stop()
        await self._report(*self.holding.changes(), is_whole=False)

    async def ping(self) -> None:
        """Raises when nobody reports any more."""
        await super().ping()
        for clock_ in self._clocks:
            await clock_.ping()

    async def run(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            conversations, teams = self.holding.changes()
            await self._report(conversations, teams, is_whole=False)
            is_busy = len(conversations) > FEW
            await asyncio.sleep(LONG_GATHER_SECONDS if is_busy else GATHER_SECONDS)

    async def _pass_time(self) -> None:
        self.holding.pass_time(time.monotonic())

    async def _report_whole(self) -> None:
        await self._report(*self.holding.whole(), is_whole=True)

    async def _report(
        self, conversations: list[HeldConversation], teams: list[HeldTeam], *, is_whole: bool
    ) -> None:
        if not (conversations or teams or is_whole):
            return
        report = Report(
            gateway=self._gateway,
            number=next(self._numbers),
            is_whole=is_whole,
            conversations=conversations,
            teams=teams,
        )
        await self._ephemeral.say(REPORT_KEY, report.model_dump_json().encode())
