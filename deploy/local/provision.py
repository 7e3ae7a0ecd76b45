"""Gets what a fresh machine lacks from its package manager; says what to do where it may not.

``python -m deploy.local.provision rabbitmq-server chromium`` makes sure of both.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PROGRAMS = {
    "rabbitmq-server": ("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server"),
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
}
LIBRARIES = {"libcurl4": "libcurl.so.4"}


class Missing(Exception):
    """Something is not on this machine; the message says how to get it."""


def has(package: str) -> bool:
    """Its library, or one of its programs, is there."""
    if package in PROGRAMS:
        return any(shutil.which(program) for program in PROGRAMS[package])
    try:
        ctypes.CDLL(LIBRARIES[package])
    except OSError:
        return False
    return True


def ensure(packages: Sequence[str]) -> None:
    """Install what is missing. Raises ``Missing`` where this user may not, or apt is not there."""
    missing = [package for package in packages if not has(package)]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(f"please install: {', '.join(missing)} (Debian: apt-get install …)")
    print(f"  installing {', '.join(missing)} …", flush=True)
    with _NoServices():
        _apt("update")
        _apt("install", "--yes", "--no-install-recommends", *missing)


class _NoServices:
    """While packages install, none may start its own server: the machine's ports stay free."""

    policy = Path("/usr/sbin/policy-rc.d")

    def __enter__(self) -> None:
        self._ours = not self.policy.exists()
        if self._ours:
            self.policy.write_text("#!/bin/sh\nexit 101\n")
            self.policy.chmod(0o755)

    def __exit__(self, *_: object) -> None:
        if self._ours:
            self.policy.unlink()


def _apt(*arguments: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Missing(f"apt-get {arguments[0]} failed:\n{done.stderr.strip()}")


if __name__ == "__main__":
    try:
        ensure(sys.argv[1:])
    except Missing as missing:
        sys.exit(str(missing))
