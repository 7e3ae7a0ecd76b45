"""Very many sockets on one gateway, on which nothing happens: what each of them weighs."""

import asyncio
import tempfile
from pathlib import Path

from deploy.local import screen
from shared import clock
from tests.gateways import second_gateway
from tests.load import apart, tokens, weighing
from tests.load.bench import Bench, Json

SOCKETS = 5_000
WARM = 100
"""Connected before anything is measured: what is loaded once is no socket's weight."""
REST_SECONDS = 10
IDLE_SECONDS = 30


async def measure(bench: Bench) -> Json:
    """On a gateway of its own. The sockets are customers', each of a conversation of its own."""
    ids = [clock.new_id() for _ in range(SOCKETS)]
    everyone = tokens.of_customers(bench.running, bench.workspace_id, ids)
    with tempfile.TemporaryDirectory() as folder:
        async with (
            second_gateway(bench.running, Path(folder)) as gateway,
            apart.process("tests.load.crowd") as crowd,
        ):
            assert gateway.pid is not None
            pids = {**weighing.pids(bench.running), "this gateway": gateway.pid}
            await crowd.ask(do="begin", base_url=gateway.program.url, takes_snapshots=False)
            before = await _with(crowd, everyone[:WARM], gateway.pid)
            after = await _with(crowd, everyone[WARM:], gateway.pid)
            busy = await weighing.processor_percent(pids, IDLE_SECONDS)
            told = await crowd.ask(do="tell")
    found = {
        "sockets": told["connected"],
        "lost": sum(told["failures"].values()),
        "kib_per_socket": round((after - before) * 1024 / (SOCKETS - WARM), 1),
        "gateway_mib": after,
        "gateway_percent": busy["this gateway"],
        "processor_percent": {name: used for name, used in busy.items() if used >= 1},
    }
    _report(found)
    return found


async def _with(crowd: apart.Apart, some: list[str], pid: int) -> float:
    """Resident MiB of the gateway once they have been connected for a while."""
    await crowd.ask(do="join", kind="customer", tokens=some, reads=True)
    await asyncio.sleep(REST_SECONDS)
    return weighing.resident_mib(pid)


def _report(found: Json) -> None:
    screen.say(f"\n{found['sockets']} idle sockets on one gateway, {found['lost']} lost")
    screen.say(f"{found['kib_per_socket']} KiB each; the gateway has {found['gateway_mib']} MiB")
    screen.say(f"percent of a processor meanwhile: {found['processor_percent']}")
