"""The faults there are, each as a context: it is done on entering and undone on leaving."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

from deploy.local.rabbitmq import DISK_RESERVE, MEMORY_LIMIT
from tests.resilience.soak import clocks, small_disk
from tests.resilience.soak.ground import RABBITMQ, Ground
from tests.resilience.soak.members import Members

Inflict = Callable[[Ground, str], AbstractAsyncContextManager[None]]


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


@asynccontextmanager
async def primary_killed(ground: Ground, _: str) -> AsyncIterator[None]:
    """The others notice after their ten seconds, and elect one."""
    async with killed(ground, await _members(ground).primary()):
        yield


@asynccontextmanager
async def primary_aside(ground: Ground, _: str) -> AsyncIterator[None]:
    """It is asked to step down, and another one leads at once."""
    members = _members(ground)
    await members.step_down(await members.primary())
    yield


@asynccontextmanager
async def disk_full(ground: Ground, target: str) -> AsyncIterator[None]:
    """There is no room for anything more where it keeps its data."""
    await asyncio.to_thread(small_disk.fill, ground.disks[target])
    try:
        yield
    finally:
        small_disk.empty(ground.disks[target])
        if target == RABBITMQ:
            # What keeps its quorum queues has ended at the failed write, and stays so.
            await ground.process(target).wait_replaced(ground.process(target).kill())
        await ground.process(target).wait_ready()


def clock_jumped(hours: int) -> Inflict:
    """Under the running processes of one kind, and back."""

    @asynccontextmanager
    async def jumped(ground: Ground, target: str) -> AsyncIterator[None]:
        clock = ground.clocks[target]
        clocks.put(clock, hours)
        try:
            yield
        finally:
            clocks.put(clock, 0)

    return jumped


def clock_moved(hours: int) -> Inflict:
    """Started again with a clock that is wrong by so much, and in the end with a right one."""

    @asynccontextmanager
    async def moved(ground: Ground, target: str) -> AsyncIterator[None]:
        process = ground.process(target)
        right = process.program
        wrong = {**right.environment, **clocks.wrong_by(hours)}
        process.program = replace(right, environment=wrong)
        try:
            await process.wait_replaced(process.kill())
            yield
        finally:
            process.program = right
            await process.wait_replaced(process.kill())

    return moved


def _members(ground: Ground) -> Members:
    assert ground.members, "there is one server"
    return ground.members
