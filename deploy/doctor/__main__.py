"""``python -m deploy.doctor [URL]``: is this system well, and if not, where is it ill?

Signs in as ``PARLEY_DOCTOR_EMAIL`` with ``PARLEY_DOCTOR_PASSWORD``; without those as the first
agent of what ``make run`` started here. Leaves one ticket, so give it a workspace of its own.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.doctor.hops import HOPS, NEEDED, Visit
from deploy.doctor.people import Failed, Person

LOCAL = Path(".run") / "parley.json"
NAME_WIDTH, TIME_WIDTH = 10, 8


def main() -> int:
    """The exit code: 0 when every hop is well, 1 when one is not, 2 when it could not begin."""
    parser = argparse.ArgumentParser(prog="deploy.doctor", description=__doc__)
    parser.add_argument("url", nargs="?", help="of the gateway; left out: of `make run`")
    parser.add_argument("--manifest", type=Path, default=LOCAL, help="what `make run` wrote")
    options = parser.parse_args()
    try:
        url, email, password = _whom(options.url, options.manifest)
    except (OSError, LookupError) as error:
        print(f"doctor: no sign-in: {error}; see --help", file=sys.stderr)
        return 2
    failed = asyncio.run(_examine(url, email, password))
    print(f"\n  ill: {', '.join(failed)}" if failed else "\n  all is well")
    return 1 if failed else 0


def _whom(url: str | None, manifest: Path) -> tuple[str, str, str]:
    """Where, and as whom."""
    email = os.environ.get("PARLEY_DOCTOR_EMAIL")
    if url and email:
        return url, email, os.environ["PARLEY_DOCTOR_PASSWORD"]
    running = json.loads(manifest.read_text())
    agent = running["workspaces"][0]["agents"][0]
    return url or running["base_url"], agent["email"], agent["password"]


async def _examine(url: str, email: str, password: str) -> list[str]:
    """The names of the hops that failed, each said with its time as it is tried."""
    print(f"  {url}\n")
    visit = Visit(Person(url), Person(url), email, password)
    failed: list[str] = []
    try:
        for hop, way in HOPS:
            name = hop.__name__
            with _told(name, way, failed):
                await hop(visit)
            if name in failed and hop in NEEDED:
                print("  the rest needs this and was not tried")
                break
    finally:
        await visit.agent.close()
        await visit.customer.close()
    return failed


@contextmanager
def _told(name: str, way: str, failed: list[str]) -> Iterator[None]:
    """Say how one hop went, and how long it took."""
    began, ending = time.perf_counter(), ""
    try:
        yield
    except (Failed, LookupError, ConnectionError) as error:
        failed.append(name)
        ending = f"\n    {'':{NAME_WIDTH + TIME_WIDTH}}{error}"
    milliseconds = 1000 * (time.perf_counter() - began)
    mark = "✗" if ending else "✓"
    print(f"  {mark} {name:{NAME_WIDTH}}{milliseconds:{TIME_WIDTH - 3}.0f} ms  {way}{ending}")


if __name__ == "__main__":
    sys.exit(main())
