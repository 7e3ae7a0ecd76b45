"""What one message costs each process: processor time, less what it uses while nothing happens."""

import asyncio

from deploy.local import screen
from tests.load import weighing
from tests.load.bench import Bench, Json

IDLE_SECONDS = 15
RATE = 40
RATE_SECONDS = 20


async def measure(bench: Bench) -> Json:
    """Milliseconds of one processor for each message, by process."""
    pids = weighing.pids(bench.running)
    idle = await weighing.processor_percent(pids, IDLE_SECONDS)
    async with bench.chat.listening():
        busy, _ = await asyncio.gather(
            weighing.processor_percent(pids, RATE_SECONDS), bench.chat.run(RATE, RATE_SECONDS)
        )
    found = {name: round((busy[name] - idle[name]) * 10 / RATE, 2) for name in pids}
    screen.say(f"\nms of a processor for each message, at {RATE}/s")
    for name, milliseconds in found.items():
        screen.say(f"{name:<44}{milliseconds:>9.2f}")
    return {"milliseconds": found, "idle_percent": idle}
