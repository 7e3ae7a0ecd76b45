"""Runs the checks, two at a time, a line with the seconds for each.

``python -m tests.checks lint | fast | fuzz | all``: what ``make lint``, ``make test-fast``,
``make fuzz`` and ``make test`` call. A check says nothing but its line unless it fails; what the
tests of a kind say can be watched in ``.run/checks``.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deploy.local import mongod, provision, web

BIN = Path(sys.executable).parent
SAID = web.ROOT / ".run" / "checks"
NAME_WIDTH = 28
AT_ONCE = 2
"""Most kinds keep one core busy and wait a lot, so two of them share a small machine well."""

Check = Callable[[], None]


class Failed(Exception):
    """A check did not pass; the message is its output."""


@dataclass(frozen=True)
class Suite:
    """Its checks begin in this order, once what they need was prepared, one after the other."""

    prepared: Mapping[str, Check]
    checks: Mapping[str, Check]


def main() -> int:
    """The exit code: 0 when every check of the suite passed."""
    began = time.monotonic()
    names = failed(SUITES[sys.argv[1]])
    verdict = f"failed: {', '.join(names)}" if names else "all passed"
    print(f"  {verdict:<{NAME_WIDTH}} {time.monotonic() - began:6.1f} s")
    return 1 if names else 0


def failed(suite: Suite) -> list[str]:
    """What did not pass; nothing is checked where it could not be prepared."""
    if names := [name for name, check in suite.prepared.items() if not _passes(name, check)]:
        return names
    with ThreadPoolExecutor(AT_ONCE) as pool:
        passed = pool.map(_passes, suite.checks, suite.checks.values())
        return [name for name, fine in zip(suite.checks, passed, strict=True) if not fine]


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


def _pytest(*kinds: str, processes: int = 0) -> None:
    """Files are shared out to that many processes with servers of their own, if not to 0."""
    SAID.mkdir(parents=True, exist_ok=True)
    said = SAID / f"{' '.join(kinds)}.txt"
    shared_out = ("-n", str(processes), "--dist", "loadfile")
    folders = [f"tests/{kind}" for kind in kinds]
    with said.open("w") as output:
        done = subprocess.run(
            [BIN / "pytest", "-q", "--durations=5", "--durations-min=5", *shared_out, *folders],
            cwd=web.ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise Failed(said.read_text())


def _npm(*arguments: str) -> None:
    web.npm(*arguments)


def _build() -> None:
    web.build()


def _provision() -> None:
    provision.ensure(["rabbitmq-server", "chromium", *mongod.packages()])


def _kinds(kinds: Mapping[str, int]) -> dict[str, Check]:
    return {
        f"tests/{kind}": partial(_pytest, kind, processes=processes)
        for kind, processes in kinds.items()
    }


MACHINE: dict[str, Check] = {"machine": _provision}
WEB: dict[str, Check] = {"packages of the web": web.install}
EXAMPLES: dict[str, Check] = {"packages of the examples": partial(web.install, web.EXAMPLES)}
LINT: dict[str, Check] = {
    "mypy": partial(_run, "mypy"),
    "web types and lint": partial(_npm, "run", "check"),
    "ruff": partial(_run, "ruff", "check", "--quiet", "."),
    "ruff format": partial(_run, "ruff", "format", "--check", "--quiet", "."),
    "import contracts": partial(_run, "lint-imports"),
}
FAST: dict[str, Check] = {
    "tests/unit tests/contracts": partial(_pytest, "unit", "contracts"),
    "web tests": partial(_npm, "test"),
}
FUZZ = {"fuzz": 0}
LONG = {"system": 0, "resilience": 0, "integration": 2, **FUZZ, "isolation": 0}
"""With how many processes; two where tests mostly wait. The longest come first, so that in the end
nothing waits long for the last. Not two for resilience: its people write on while anything is slow.
"""
SUITES: dict[str, Suite] = {
    "lint": Suite(WEB, LINT),
    "fast": Suite(WEB | EXAMPLES, FAST),
    "fuzz": Suite(MACHINE, _kinds(FUZZ)),
    "all": Suite(
        MACHINE | WEB | EXAMPLES | {"web build": _build},
        LINT | FAST | _kinds({"style": 0} | LONG),
    ),
}


if __name__ == "__main__":
    sys.exit(main())
