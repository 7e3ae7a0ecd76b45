"""``python -m tests.load.page FILE``: write a run into ``docs/performance.md``; keep it beside.

A row that the run did not measure stays as it was measured last, where that was the same machine.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from deploy.local.web import ROOT
from tests.load import aims
from tests.load.bench import Json

PAGE = ROOT / "docs" / "performance.md"
RUN = PAGE.with_suffix(".json")
BEGINS, ENDS = "<!-- measured -->", "<!-- end of what was measured -->"
PERCENTILES = ("p50", "p95", "p99")


def main(file: Path) -> None:
    """Both files, from the JSON that ``make bench`` wrote."""
    run = merged(json.loads(RUN.read_text()), json.loads(file.read_text()))
    RUN.write_text(json.dumps(run, indent=2) + "\n")
    PAGE.write_text(written(PAGE.read_text(), run))


def merged(before: Json, run: Json) -> Json:
    """``run``, with the rows of ``before`` that it lacks, in the order of the aims."""
    if _without_day(before["machine"]) != _without_day(run["machine"]):
        return run
    rows = {**before, **run}
    in_order = dict.fromkeys(["machine", *(aim.path[0] for aim in aims.AIMS), *rows])
    return {name: rows[name] for name in in_order if name in rows}


def _without_day(machine: Json) -> Json:
    return {name: value for name, value in machine.items() if name != "day"}


def written(page: str, run: Json) -> str:
    """``page`` with the run's figures in their place."""
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return "\n\n".join([before + BEGINS, *_parts(run), ENDS + after])


def _parts(run: Json) -> Iterator[str]:
    machine = run["machine"]
    yield (
        f"On {machine['day']}: {machine['cores']} cores of {machine['processor']}, "
        f"{machine['memory_gib']} GiB, Linux {machine['kernel']}, Python {machine['python']}."
    )
    if beside := ", ".join(_beside(run)):
        yield f"Of the processors others used meanwhile: {beside}."
    head = ("", "Measured", "Target", "")
    yield _table(head, [*aims.rows(run)])
    latencies = [(name, *_percentiles(found), str(found["count"])) for name, found in _found(run)]
    if latencies:
        yield _table(("Milliseconds", *PERCENTILES, "Samples"), latencies)


def _beside(run: Json) -> Iterator[str]:
    """How quiet it was while each row was measured, where that is known."""
    for name, found in run.items():
        if "others_percent" in found:
            yield f"`{name}` {found['others_percent']:.0f} %"


def _found(run: Json, where: tuple[str, ...] = ()) -> Iterator[tuple[str, Json]]:
    """Every latency of the run, named by the way to it."""
    for name, value in run.items():
        if isinstance(value, dict) and "p50" in value:
            yield ", ".join((*where, name)), value
        elif isinstance(value, dict):
            yield from _found(value, (*where, name))


def _percentiles(latency: Json) -> Iterator[str]:
    yield from (f"{latency[name]:.1f}" for name in PERCENTILES)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
