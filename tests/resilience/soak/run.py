"""One run: a system, people at work, faults by a seed; then rest, and the checkers' verdict."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests import said
from tests.resilience.soak import reading, teams
from tests.resilience.soak.checkers import check
from tests.resilience.soak.driver import crowd
from tests.resilience.soak.ground import CLIENTS, Shape, ground
from tests.resilience.soak.kinds import KINDS
from tests.resilience.soak.nemesis import LONGEST_SECONDS, Nemesis
from tests.resilience.soak.record import Record
from tests.resilience.soak.rest import at_rest
from tests.resilience.soak.small_disk import may_mount

QUIET_SECONDS = 3.0
"""Before the first fault and after the last, so that there is something to lose and to heal."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is made of; it may take ``rest_seconds`` to come to rest afterwards. MongoDB is
    three where it ``has_members``.
    """

    seed: int
    seconds: float
    kinds: Sequence[str] = tuple(KINDS)
    longest_seconds: float = LONGEST_SECONDS
    rest_seconds: float = 420.0
    has_members: bool = False

    @property
    def shape(self) -> Shape:
        """The ground that its faults need."""
        return Shape(
            has_members=self.has_members,
            has_small_disks="disk full" in self.kinds and may_mount(),
            has_clocks=any(kind.startswith("clock") for kind in self.kinds),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was done and found; ``moving`` is what did not come to rest."""

    record: Record
    seconds: float
    rested_seconds: float
    moving: list[str]
    violations: dict[str, list[str]]


async def run(plan: Plan, folder: Path) -> Verdict:
    """Under ``folder``, which then holds the system's data and its logs."""
    record = Record()
    async with ground(folder, print, plan.shape) as system:
        began = time.monotonic()
        async with crowd(system, system.lines[CLIENTS].url, plan.seed, record) as people:
            await asyncio.sleep(QUIET_SECONDS)
            nemesis = Nemesis(system, record, plan.seed, plan.kinds, plan.longest_seconds)
            await nemesis.rage(plan.seconds)
            await asyncio.sleep(QUIET_SECONDS)
            people.stop_asking()
            ended = time.monotonic()
            moving = await at_rest(system, people, plan.rest_seconds)
            await people.go_home()
        rested = time.monotonic()
        stored = await reading.stored(system, record)
        reading.look_into_logs(system, record)
        for workspace in system.workspaces[:2]:
            teams.look(system.receiver, workspace["name"], record)
        await said.keeps_to_the_catalogue(system.amqp_url)
    return Verdict(record, ended - began, rested - ended, moving, check(record, stored))
