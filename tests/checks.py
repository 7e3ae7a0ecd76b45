"""Runs the checks one after another, a line with the seconds for each.

``python -m tests.checks lint | fast | fuzz | all``: what ``make lint``, ``make test-fast``,
``make fuzz`` and ``make test`` call. A check says nothing but its line unless it fails.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from deploy.local import mongod, provision, web

BIN = Path(sys.executable).parent
NAME_WIDTH = 28
SIDE_BY_SIDE = {"integration"}
"""Kinds that mostly wait: their files are shared out to three processes with own servers."""

Check = Callable[[], None]


class Failed(Exception):
    """A check did not pass; the message is its output."""


def main() -> int:
    """The exit code: 0 when every check of the suite passed."""
    began = time.monotonic()
    failed = [name for name, check in SUITES[sys.argv[1]].items() if not _passes(name, check)]
    verdict = f"failed: {', '.join(failed)}" if failed else "all passed"
    print(f"  {verdict:<{NAME_WIDTH}} {time.monotonic() - began:6.1f} s")
    return 1 if failed else 0


def _passes(name: str, check: Check) -> bool:
    began = time.monotonic()
    try:
        check()
    except (Failed, web.BuildFailed, provision.Missing) as problem:
        print(f"{problem}\n  {name:<{NAME_WIDTH}} FAILED", flush=True)
        return False
    print(f"  {name:<{NAME_WIDTH}} {time.monotonic() - began:6.1f} s", flush=True)
    return True


def _run(*command: str) -> None:
    done = subprocess.run(
        [BIN / command[0], *command[1:]],
        cwd=web.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(done.stdout)


def _pytest(*kinds: str) -> None:
    """Its output as it comes, since the long kinds want to be watched; then its slowest."""
    folders = [f"tests/{kind}" for kind in kinds]
    sharing = ("-n", "3", "--dist", "loadfile") if set(kinds) <= SIDE_BY_SIDE else ()
    done = subprocess.run(
        [BIN / "pytest", "-q", "--durations=5", "--durations-min=5", *sharing, *folders],
        cwd=web.ROOT,
        check=False,
    )
    if done.returncode:
        raise Failed(f"tests failed in {', '.join(folders)}")


def _web(*arguments: str) -> None:
    web.install()
    web.npm(*arguments)


def _build() -> None:
    web.build()


def _provision() -> None:
    provision.ensure(["rabbitmq-server", "chromium", *mongod.packages()])


def _one_by_one(kinds: Sequence[str]) -> dict[str, Check]:
    return {f"tests/{kind}": partial(_pytest, kind) for kind in kinds}


LINT: dict[str, Check] = {
    "ruff": partial(_run, "ruff", "check", "--quiet", "."),
    "ruff format": partial(_run, "ruff", "format", "--check", "--quiet", "."),
    "mypy": partial(_run, "mypy"),
    "import contracts": partial(_run, "lint-imports"),
    "web types and lint": partial(_web, "run", "check"),
}
FAST: dict[str, Check] = {
    "packages of the examples": partial(web.install, web.EXAMPLES),
    "tests/unit tests/contracts": partial(_pytest, "unit", "contracts"),
    "web tests": partial(_web, "test"),
}
SUITES: dict[str, dict[str, Check]] = {
    "lint": LINT,
    "fast": FAST,
    "fuzz": {"machine": _provision, **_one_by_one(["fuzz"])},
    "all": {
        "machine": _provision,
        **LINT,
        **_one_by_one(["style"]),
        **FAST,
        "web build": _build,
        **_one_by_one(["integration", "system", "isolation", "fuzz", "resilience"]),
    },
}


if __name__ == "__main__":
    sys.exit(main())
