"""What processes weigh: resident memory and processor time."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import psutil

from deploy.local.system import System

MIB = 2**20
SAMPLE_SECONDS = 0.2


def resident_mib(pid: int) -> float:
    """Resident memory of one process."""
    return round(float(psutil.Process(pid).memory_info().rss) / MIB, 1)


def pids(running: System) -> dict[str, int]:
    """Every process of the system, by name."""
    return {process["name"]: process["pid"] for process in running.manifest()["processes"]}


async def processor_percent(pids: Mapping[str, int], seconds: float) -> dict[str, float]:
    """Of one processor, for each process, over the next ``seconds``."""
    before, began = {name: _used(pid) for name, pid in pids.items()}, time.perf_counter()
    await asyncio.sleep(seconds)
    passed = time.perf_counter() - began
    return {
        name: round(100 * (_used(pid) - before[name]) / passed, 1) for name, pid in pids.items()
    }


@asynccontextmanager
async def highest_mib(pids: Mapping[str, int]) -> AsyncIterator[dict[str, float]]:
    """What is given has the highest resident memory of each process so far."""
    highest = {name: resident_mib(pid) for name, pid in pids.items()}

    async def sample() -> None:
        while True:
            await asyncio.sleep(SAMPLE_SECONDS)
            for name, pid in pids.items():
                highest[name] = max(highest[name], resident_mib(pid))

    sampling = asyncio.create_task(sample())
    try:
        yield highest
    finally:
        sampling.cancel()


def _used(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)
