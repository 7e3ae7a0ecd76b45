"""The machine that something was measured on, without its name, and who else was busy on it."""

import os
import platform
import time
from contextlib import suppress

import psutil

from tests.load.bench import Json


def described() -> Json:
    """Cores, memory, kernel, Python; and the day."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "kernel": platform.release().partition("-")[0],
        "python": platform.python_version(),
        "day": time.strftime("%Y-%m-%d"),
    }


class Usage:
    """Processor time from now on."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._all, self._own = _all_seconds(), own_seconds()

    def others_percent(self) -> float:
        """Of all processors: what neither this process nor its children used. A measurement beside
        much of that says little.
        """
        others = _all_seconds() - self._all - (own_seconds() - self._own)
        passed = (time.perf_counter() - self._began) * (os.cpu_count() or 1)
        return round(100 * max(0.0, others) / passed, 1)


def _all_seconds() -> float:
    used = psutil.cpu_times()
    return float(used.user + used.nice + used.system + used.irq + used.softirq + used.steal)


def own_seconds() -> float:
    """Of all that are alive, and of those that have ended under them."""
    me, seconds = psutil.Process(), 0.0
    for process in (me, *me.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            used = process.cpu_times()
            seconds += used.user + used.system + used.children_user + used.children_system
    return seconds


def _processor() -> str:
    """As the kernel names it; empty where it does not."""
    with open("/proc/cpuinfo") as lines:
        names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        return next(names, "")
