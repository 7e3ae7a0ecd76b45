"""``make bench``: what a whole local Parley does, beside the floor of its parts in the same run."""

import argparse
import json
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import uvloop

from deploy.local import screen
from deploy.local.system import system
from tests.load import (
    aims,
    bench,
    costs,
    flapping,
    idle,
    lists,
    machine,
    memory,
    million,
    noisy,
    purging,
    rates,
    scrolling,
    stalled,
    storm,
    uploading,
)
from tests.load.bench import Bench, Json

ROWS: dict[str, Callable[[Bench], Awaitable[Json]]] = {
    "rates": rates.measure,
    "hold": rates.hold,
    "costs": costs.measure,
    "memory": memory.measure,
    "idle": idle.measure,
    "stalled": stalled.measure,
    "storm": storm.measure,
    "noisy": noisy.measure,
    "uploads": uploading.measure,
    "flapping": flapping.measure,
    "purging": purging.measure,
    "lists": lists.measure,
    "million": million.measure,
    "console": scrolling.measure,
}
"""In this order, because the later ones store more; whichever are chosen."""


async def main() -> None:
    """Measure the chosen rows, print the tables, write the figures as JSON."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--json", type=Path, default=Path(".run/bench.json"))
    parser.add_argument("--rows", type=_rows, default=[*ROWS], help=",".join(ROWS))
    arguments = parser.parse_args()
    result = await measure(arguments.rows)
    arguments.json.parent.mkdir(exist_ok=True)
    arguments.json.write_text(json.dumps(result, indent=2) + "\n")
    screen.say(f"\nwritten to {arguments.json}")


def _rows(text: str) -> list[str]:
    """Names of rows, in their order. Raises ``argparse.ArgumentTypeError``."""
    chosen = text.split(",") if text else [*ROWS]
    if unknown := set(chosen) - ROWS.keys():
        raise argparse.ArgumentTypeError(f"no such row: {', '.join(sorted(unknown))}")
    return [name for name in ROWS if name in chosen]


async def measure(rows: Sequence[str]) -> Json:
    """The figures of each row, on one system brought up for them; printed as they come."""
    result: Json = {"machine": machine.described()}
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        async with system(Path(folder), port=0) as running, bench.opened(running) as opened:
            for row in rows:
                screen.say(f"\n── {row} ──")
                usage = machine.Usage()
                result[row] = await ROWS[row](opened)
                result[row]["others_percent"] = usage.others_percent()
    screen.say(aims.table(result))
    return result


if __name__ == "__main__":
    uvloop.run(main())
