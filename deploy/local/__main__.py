"""``python -m deploy.local``: bring Parley up on this machine and keep it up until Ctrl-C."""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from deploy.local import demo, process, provision, screen, web
from deploy.local.system import CannotStart, System, claimed

PROBLEMS = (
    CannotStart,
    demo.SeedFailed,
    process.StartFailed,
    provision.Missing,
    web.BuildFailed,
)


def main() -> int:
    """The exit code: 0 after Ctrl-C, 1 when it could not start."""
    options = _options()
    try:
        with claimed(options.run_dir):
            asyncio.run(_run(System(options.run_dir, options.port, screen.say, options.replicas)))
    except PROBLEMS as problem:
        screen.complain(str(problem))
        return 1
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy.local", description=__doc__)
    parser.add_argument("--run-dir", type=Path, default=web.ROOT / ".run", metavar="FOLDER")
    parser.add_argument(
        "--port",
        type=int,
        default=os.environ.get("PARLEY_PORT") or None,
        help="the gateway's; 0 for any free one (default: PARLEY_PORT, else 8080 if it is free)",
    )
    parser.add_argument(
        "--replicas", type=int, default=1, help="how many gateways, and how many of each service"
    )
    return parser.parse_args()


async def _run(system: System) -> None:
    """From start to the first signal; the second one does not wait."""
    living = asyncio.create_task(_live(system))
    loop = asyncio.get_running_loop()
    signals = 0

    def end() -> None:
        nonlocal signals
        signals += 1
        if signals == 1:
            screen.say("\n  stopping …")
            living.cancel()
        else:
            system.kill()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    try:
        await living
    except asyncio.CancelledError:
        return
    finally:
        await system.stop()


async def _live(system: System) -> None:
    await system.start()
    screen.say(screen.welcome(system.manifest()))
    await asyncio.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
