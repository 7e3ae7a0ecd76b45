"""Clocks that can be wrong: Debian's libfaketime tells processes another time of day than there is.
What they measure durations with stays right.
"""

import os
from pathlib import Path

from deploy.local import web

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
"""Where it is not installed, clocks stay as they are."""
_LOADED = {
    "LD_PRELOAD": str(LIBRARY),
    "DONT_FAKE_MONOTONIC": "1",
    "PYTHONPATH": os.pathsep.join([str(web.ROOT), str(Path(__file__).parent / "preloaded")]),
}


def wrong_by(hours: int) -> dict[str, str]:
    """The environment of a process whose clock is wrong from its start on."""
    return {**_LOADED, "FAKETIME": _offset(hours)}


def adjustable(clock: Path) -> dict[str, str]:
    """The environment of a process whose clock goes by what ``put`` has put into that file."""
    return {**_LOADED, "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_CACHE_DURATION": "1"}


def put(clock: Path, hours: int) -> None:
    """Within a second it is so."""
    draft = clock.with_suffix(".draft")
    draft.write_text(_offset(hours))
    draft.replace(clock)


def _offset(hours: int) -> str:
    return f"{hours:+}h"
