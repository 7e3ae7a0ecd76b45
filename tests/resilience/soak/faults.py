"""The faults there are, each as a context: it is done on entering and undone on leaving."""

import random
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.local.rabbitmq import DISK_RESERVE, MEMORY_LIMIT
from tests.resilience.soak.ground import CLIENTS, Ground

RABBITMQ = "rabbitmq"
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
"""From Debian's libfaketime; where it is not, clocks stay as they are."""


@asynccontextmanager
async def killed(ground: Ground, target: str) -> AsyncIterator[None]:
    """``kill -9``; it is started again at once."""
    pid = ground.process(target).kill()
    yield
    await ground.process(target).wait_replaced(pid)


@asynccontextmanager
async def restarted(ground: Ground, target: str) -> AsyncIterator[None]:
    """Asked to end, as by an upgrade."""
    pid = ground.process(target).pid
    ground.process(target).signal(signal.SIGTERM)
    yield
    await ground.process(target).wait_replaced(pid or 0)


@asynccontextmanager
async def paused(ground: Ground, target: str) -> AsyncIterator[None]:
    """It stands still and says nothing."""
    ground.process(target).signal(signal.SIGSTOP)
    try:
        yield
    finally:
        ground.process(target).signal(signal.SIGCONT)


@asynccontextmanager
async def connections_closed(ground: Ground, _: str) -> AsyncIterator[None]:
    """The broker ends all of them, as an operator could."""
    await ground.control_broker("close_all_connections", "soak")
    yield


@asynccontextmanager
async def out_of_memory(ground: Ground, _: str) -> AsyncIterator[None]:
    """The broker takes nothing more."""
    await ground.control_broker("set_vm_memory_high_watermark", "absolute", "1")
    try:
        yield
    finally:
        await ground.control_broker("set_vm_memory_high_watermark", "absolute", MEMORY_LIMIT)


@asynccontextmanager
async def out_of_disk(ground: Ground, _: str) -> AsyncIterator[None]:
    """The broker takes nothing more."""
    await ground.control_broker("set_disk_free_limit", "100000GB")
    try:
        yield
    finally:
        await ground.control_broker("set_disk_free_limit", DISK_RESERVE)


@asynccontextmanager
async def cut(ground: Ground, target: str) -> AsyncIterator[None]:
    """Nothing passes a line, and nobody is told."""
    ground.lines[target].cut()
    try:
        yield
    finally:
        ground.lines[target].mend()


@asynccontextmanager
async def half_open(ground: Ground, target: str) -> AsyncIterator[None]:
    """What is asked arrives, and no answer comes back."""
    ground.lines[target].cut("back")
    try:
        yield
    finally:
        ground.lines[target].mend()


@asynccontextmanager
async def dropped(ground: Ground, target: str) -> AsyncIterator[None]:
    """All connections over a line end."""
    await ground.lines[target].drop()
    yield


def clock_moved(hours: int) -> "Inflict":
    """Started again with a clock that is wrong by so much, and in the end with a right one."""

    @asynccontextmanager
    async def moved(ground: Ground, target: str) -> AsyncIterator[None]:
        process = ground.process(target)
        right = process.program
        wrong = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": f"{hours:+}h", "DONT_FAKE_MONOTONIC": "1"}
        process.program = replace(right, environment={**right.environment, **wrong})
        try:
            await process.wait_replaced(process.kill())
            yield
        finally:
            process.program = right
            await process.wait_replaced(process.kill())

    return moved


Inflict = Callable[[Ground, str], AbstractAsyncContextManager[None]]


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


def _ours(ground: Ground) -> Sequence[str]:
    return ground.replicas()


def _broker(_: Ground) -> Sequence[str]:
    return [RABBITMQ]


KINDS: dict[str, Kind] = {
    "kill": Kind(killed, _processes, lasts=False, weight=5),
    "restart": Kind(restarted, _processes, lasts=False, weight=2),
    "pause": Kind(paused, _processes, lasts=True, weight=4),
    "cut": Kind(cut, _lines, lasts=True, weight=4),
    "half-open": Kind(half_open, _lines, lasts=True, weight=2),
    "drop": Kind(dropped, _lines, lasts=False, weight=2),
    "close connections": Kind(connections_closed, _broker, lasts=False),
    "memory alarm": Kind(out_of_memory, _broker, lasts=True),
    "disk alarm": Kind(out_of_disk, _broker, lasts=True),
}
if FAKETIME:
    KINDS |= {
        "clock ahead": Kind(clock_moved(+1), _ours, lasts=True),
        "clock behind": Kind(clock_moved(-1), _ours, lasts=True),
    }


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
    [kind] = chance.choices(kinds, weights=[KINDS[one].weight for one in kinds])
    targets = KINDS[kind].targets(ground)
    target = chance.choice(targets)
    if CLIENTS in targets and chance.random() < 0.2:
        target = CLIENTS
    lasting = chance.uniform(0.5, longest_seconds) if KINDS[kind].lasts else 0.0
    return Fault(kind, target, after=chance.uniform(1.0, 4.0), seconds=lasting)
