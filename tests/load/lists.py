"""The list and a thread with few and with many conversations stored."""

from deploy.local import screen
from tests.load import figures, stored
from tests.load.bench import Bench, Json

FEW, MANY = 1_000, 100_000


async def measure(bench: Bench) -> Json:
    """Both, and the ratio of their medians."""
    newest = await stored.newest(bench.http, bench.base_url)
    measured: dict[str, figures.Latency] = {}
    for count in (FEW, MANY):
        await stored.fill(bench.running.mongo_url("chat"), bench.workspace_id, count)
        taken = await stored.measure(bench.http, bench.base_url, newest)
        measured |= {f"{name}, {count} stored": row for name, row in taken.items()}
    screen.say(figures.table("reading (ms)", measured))
    ratios = {
        name: round(
            measured[f"{name}, {MANY} stored"].p50 / measured[f"{name}, {FEW} stored"].p50, 2
        )
        for name in ("list", "thread")
    }
    screen.say(f"many / few: {ratios}")
    return {**figures.plain(measured), "ratios": ratios}
