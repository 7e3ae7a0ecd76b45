"""Resident memory of each process, after what was measured before."""

from deploy.local import screen
from deploy.local.services import GATEWAY, SERVICES
from tests.load import weighing
from tests.load.bench import Bench, Json


async def measure(bench: Bench) -> Json:
    """MiB, and of Parley's own processes together."""
    sizes = {name: weighing.resident_mib(pid) for name, pid in weighing.pids(bench.running).items()}
    sizes["own processes"] = round(sum(sizes[name] for name in (GATEWAY, *SERVICES)), 1)
    screen.say("\nmemory (MiB)")
    for name, size in sizes.items():
        screen.say(f"{name:<44}{size:>9.1f}")
    return sizes
