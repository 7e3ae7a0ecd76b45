"""Which kinds of faults there are, whom each may hit, and which one is next."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from tests.resilience.soak import crash_points, faults
from tests.resilience.soak.crash_points import dead_at, dead_while_calling
from tests.resilience.soak.faults import Inflict
from tests.resilience.soak.ground import CLIENTS, RABBITMQ, Ground
from tests.resilience.soak.members import PRIMARY


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault: whom it may hit, and whether it lasts."""

    inflict: Inflict
    targets: Callable[[Ground], Sequence[str]]
    lasts: bool
    weight: int = 1


def _processes(ground: Ground) -> Sequence[str]:
    return ground.victims()


def _lines(ground: Ground) -> Sequence[str]:
    return list(ground.lines)


def _replicas_with_clocks(ground: Ground) -> Sequence[str]:
    return ground.replicas() if ground.clocks else []


def _broker(_: Ground) -> Sequence[str]:
    return [RABBITMQ]


def _primary(ground: Ground) -> Sequence[str]:
    return [PRIMARY] if ground.members else []


def _disks(ground: Ground) -> Sequence[str]:
    return list(ground.disks)


def _clocks(ground: Ground) -> Sequence[str]:
    return list(ground.clocks)


def _these(*processes: str) -> Callable[[Ground], Sequence[str]]:
    return lambda _: processes


def _at(point: crash_points.Point) -> Kind:
    return Kind(partial(dead_at, point), _these(*point.processes), lasts=False)


KINDS: dict[str, Kind] = {
    "kill": Kind(faults.killed, _processes, lasts=False, weight=5),
    "restart": Kind(faults.restarted, _processes, lasts=False, weight=2),
    "pause": Kind(faults.paused, _processes, lasts=True, weight=4),
    "cut": Kind(faults.cut, _lines, lasts=True, weight=4),
    "half-open": Kind(faults.half_open, _lines, lasts=True, weight=2),
    "drop": Kind(faults.dropped, _lines, lasts=False, weight=2),
    "close connections": Kind(faults.connections_closed, _broker, lasts=False),
    "memory alarm": Kind(faults.out_of_memory, _broker, lasts=True),
    "disk alarm": Kind(faults.out_of_disk, _broker, lasts=True),
    "step-down": Kind(faults.primary_aside, _primary, lasts=False, weight=2),
    "kill the primary": Kind(faults.primary_killed, _primary, lasts=False),
    "disk full": Kind(faults.disk_full, _disks, lasts=True, weight=2),
    "clock jumps ahead": Kind(faults.clock_jumped(+1), _clocks, lasts=True),
    "clock jumps back": Kind(faults.clock_jumped(-1), _clocks, lasts=True),
    "clock ahead": Kind(faults.clock_moved(+1), _replicas_with_clocks, lasts=True),
    "clock behind": Kind(faults.clock_moved(-1), _replicas_with_clocks, lasts=True),
    "dies committed, not said": _at(crash_points.COMMITTED_NOT_SAID),
    "dies said, not noted": _at(crash_points.SAID_NOT_NOTED),
    "dies handled, not acknowledged": _at(crash_points.HANDLED_NOT_ACKNOWLEDGED),
    "dies in a purge": _at(crash_points.HALF_PURGED),
    "dies calling": Kind(dead_while_calling, _these("webhooks"), lasts=False),
}
"""A kind without targets on a ground does not happen there."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One that is to happen, ``after`` so many quiet seconds, for so many ``seconds``."""

    kind: str
    target: str
    after: float
    seconds: float


def planned(
    ground: Ground, chance: random.Random, kinds: Sequence[str], longest_seconds: float
) -> Fault:
    """The next one by chance; the line that people notice first more often than others."""
    possible = [one for one in kinds if KINDS[one].targets(ground)]
    [kind] = chance.choices(possible, weights=[KINDS[one].weight for one in possible])
    targets = KINDS[kind].targets(ground)
    target = chance.choice(targets)
    if CLIENTS in targets and chance.random() < 0.2:
        target = CLIENTS
    lasting = chance.uniform(0.5, longest_seconds) if KINDS[kind].lasts else 0.0
    return Fault(kind, target, after=chance.uniform(1.0, 4.0), seconds=lasting)
