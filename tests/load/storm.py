"""A gateway is killed, and everybody who was connected comes back to the next: how soon all are
there, how often they had to try, and what the databases read for each.
"""

import asyncio
import time

from deploy.local import screen
from deploy.local.services import GATEWAY
from tests.load import apart, counting, stored, tokens
from tests.load.bench import Bench, Json

CUSTOMERS = 2_000
AGENTS = 20
OWNERS = (GATEWAY, "chat")
LONGEST_SECONDS = 120.0


async def measure(bench: Bench) -> Json:
    """The system's own gateway, which is started again at once."""
    running, workspace_id = bench.running, bench.workspace_id
    ids = await stored.copies(running.mongo_url("chat"), workspace_id, CUSTOMERS)
    customers = tokens.of_customers(running, workspace_id, ids)
    agents = await tokens.of_agents(running, workspace_id, AGENTS)
    async with apart.process("tests.load.crowd") as crowd:
        await crowd.ask(do="begin", base_url=bench.base_url, takes_snapshots=True)
        await crowd.ask(do="join", kind="customer", tokens=customers, reads=True)
        before = await crowd.ask(do="join", kind="agent", tokens=agents, reads=True)
        found = await _storm(bench, crowd, before)
    await stored.forget(running.mongo_url("chat"), ids)
    _report(found)
    return found


async def _storm(bench: Bench, crowd: apart.Apart, before: Json) -> Json:
    reads, killed_at = await _reads(bench), time.time()
    gateway = bench.running.process(GATEWAY)
    await gateway.wait_replaced(gateway.kill())
    ready_at = time.time()
    after = await _all_back(crowd, before["connected"])
    return {
        "sockets": after["connected"],
        "gateway_ready_seconds": round(ready_at - killed_at, 1),
        "all_back_seconds": round(after["returned_at"] - killed_at, 1),
        "failed_tries": after["failures"],
        "missing": before["connected"] - after["connected"],
        "reads_per_socket": round((await _reads(bench) - reads) / before["connected"], 1),
    }


async def _all_back(crowd: apart.Apart, everyone: int) -> Json:
    """How the crowd stands once all are back, or when it has taken too long."""
    deadline = time.monotonic() + LONGEST_SECONDS
    told = await crowd.ask(do="tell")
    while told["connected"] < everyone and time.monotonic() < deadline:
        await asyncio.sleep(0.2)
        told = await crowd.ask(do="tell")
    return told


async def _reads(bench: Bench) -> int:
    """How often the databases that a connection concerns were read, since they started."""
    urls = [bench.running.mongo_url(owner) for owner in OWNERS]
    counted = [await counting.operations(url, "reads") for url in urls]
    return sum(sum(one.values()) for one in counted)


def _report(found: Json) -> None:
    screen.say(
        f"\n{found['sockets']} sockets lost with their gateway, which was ready again after "
        f"{found['gateway_ready_seconds']} s; all back after {found['all_back_seconds']} s, "
        f"{found['missing']} missing"
    )
    screen.say(f"{found['reads_per_socket']} reads for each; failed tries: {found['failed_tries']}")
