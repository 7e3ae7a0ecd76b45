"""The machine that something was measured on, without its name."""

import os
import platform
import time

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


def _processor() -> str:
    """As the kernel names it; empty where it does not."""
    with open("/proc/cpuinfo") as lines:
        names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        return next(names, "")
