"""Disks small enough to be filled: folders in memory, where whoever runs this may mount some."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SIZE = "1g"
CHUNK_BYTES = 1 << 20
BALLAST = "ballast"


def may_mount() -> bool:
    """Tried where nobody else sees it."""
    unshare = shutil.which("unshare")
    tried = ("--mount", "mount", "-t", "tmpfs", "none", "/mnt")
    if unshare is None:
        return False
    return subprocess.run([unshare, *tried], capture_output=True, check=False).returncode == 0


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """``folder`` on a disk of its own, empty at first and forgotten afterwards."""
    _let_go(folder)
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "parley", folder], check=True)
    try:
        yield
    finally:
        _let_go(folder)


def fill(folder: Path) -> None:
    """Leave nothing of its disk."""
    with (folder / BALLAST).open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(bytes(CHUNK_BYTES))


def empty(folder: Path) -> None:
    """Give back what ``fill`` took."""
    (folder / BALLAST).unlink(missing_ok=True)


def _let_go(folder: Path) -> None:
    """Also of one that was left by a run that was killed."""
    if folder.is_mount():
        subprocess.run(["umount", "--lazy", folder], check=True)
