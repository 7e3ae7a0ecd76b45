"""``python -m tests.resilience.soak``: what ``make soak`` runs.

It prints the seed by which a run can be repeated, what it did, and what it found. A run with a
violation ends with 1, and its record and logs stay in ``.run/soak``.
"""

import argparse
import asyncio
import random
import shutil
import sys
from pathlib import Path

from deploy.local import web
from tests.resilience.soak.kinds import KINDS
from tests.resilience.soak.members import NAMES
from tests.resilience.soak.report import report
from tests.resilience.soak.run import Plan, run

FOLDER = web.ROOT / ".run" / "soak"


def main() -> int:
    """The exit code: 1 where an invariant was violated."""
    options = _options()
    shutil.rmtree(options.folder, ignore_errors=True)
    print(f"  seed {options.seed}, {options.seconds:.0f} s\n", flush=True)
    plan = Plan(
        options.seed,
        options.seconds,
        options.kinds or tuple(KINDS),
        has_members=options.members == len(NAMES),
    )
    verdict = asyncio.run(run(plan, options.folder))
    print(report(verdict))
    if verdict.violations:
        verdict.record.keep(options.folder)
        print(f"\n  SEED={options.seed}; the record and the logs are in {options.folder}")
        return 1
    shutil.rmtree(options.folder)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1200.0)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--kinds", nargs="*", choices=KINDS, help="only these faults")
    parser.add_argument("--members", type=int, choices=(1, len(NAMES)), default=len(NAMES))
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
