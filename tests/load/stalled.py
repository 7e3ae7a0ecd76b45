"""Agents who stop reading, one in a hundred sockets, beside others who read: what others notice.

Who is cut off comes back and stops reading again, so that there are always as many.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from deploy.local import screen
from deploy.local.services import GATEWAY
from tests.load import apart, stored, tokens, weighing, windows
from tests.load.bench import Bench, Json

CUSTOMERS = 900
AGENTS = 90
STALLED = 10


async def measure(bench: Bench) -> Json:
    """Customers who wait for an answer and agents who hear everything, at the system's gateway."""
    running, workspace_id = bench.running, bench.workspace_id
    ids = await stored.copies(running.mongo_url("chat"), workspace_id, CUSTOMERS)
    customers = tokens.of_customers(running, workspace_id, ids)
    agents = await tokens.of_agents(running, workspace_id, AGENTS + STALLED)
    pids = {GATEWAY: weighing.pids(running)[GATEWAY]}
    async with apart.process("tests.load.crowd") as crowd:
        await crowd.ask(do="begin", base_url=bench.base_url, takes_snapshots=False)
        await crowd.ask(do="join", kind="customer", tokens=customers, reads=True)
        await crowd.ask(do="join", kind="agent", tokens=agents[STALLED:], reads=True)
        before = weighing.resident_mib(pids[GATEWAY])
        async with weighing.highest_mib(pids) as highest:
            compared = await windows.compare(bench.chat, partial(beside, crowd, agents[:STALLED]))
        told = await crowd.ask(do="tell")
    await stored.forget(running.mongo_url("chat"), ids)
    found = {
        **compared.plain(),
        "more_mib": round(highest[GATEWAY] - before, 1),
        "longest_stalled_seconds": max(told["stalled_seconds"], default=None),
        "cut_off": len(told["stalled_seconds"]),
    }
    _report(found, compared)
    return found


@asynccontextmanager
async def beside(crowd: apart.Apart, lazy: list[str]) -> AsyncIterator[None]:
    """They are connected and do not read."""
    await crowd.ask(do="join", kind="agent", tokens=lazy, reads=False)
    yield
    await crowd.ask(do="part", count=len(lazy))


def _report(found: Json, compared: windows.Compared) -> None:
    windows.report(f"{STALLED} of {CUSTOMERS + AGENTS + STALLED} sockets stalled", compared)
    screen.say(
        f"cut off {found['cut_off']} times, after {found['longest_stalled_seconds']} s at most; "
        f"gateway {found['more_mib']} MiB more than before"
    )
