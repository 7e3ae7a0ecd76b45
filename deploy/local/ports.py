"""Ports that do not collide: free ones below the range that outgoing connections take theirs from.

A port from the kernel (bind to 0) may be taken by somebody's outgoing connection while its owner
is being restarted; one from here may not. Between its choice and its use a port is claimed, so
that systems that start at once do not choose the same.
"""

import errno
import json
import random
import socket
from pathlib import Path

from deploy.local import files

HOST = "127.0.0.1"
LOWEST, HIGHEST = 20_000, 32_000

_claims: dict[int, socket.socket] = {}


def is_free(port: int) -> bool:
    """Nobody listens on ``port`` of this machine's loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _claim(port: int) -> bool:
    """Keep ``port`` to this process until it ends; False when another keeps it. A claim is a name
    that the kernel gives to one process, and forgets with it: there is no file to be left behind.
    """
    if port not in _claims:
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0parley port {port}")
        except OSError as problem:
            claim.close()
            if problem.errno == errno.EADDRINUSE:
                return False
            raise
        _claims[port] = claim
    return True


class Ports:
    """Ports by purpose, remembered in ``path`` so that a restarted system keeps its addresses."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._chosen: dict[str, int] = json.loads(path.read_text()) if path.exists() else {}
        self._given: set[int] = set()

    def take(self, purpose: str) -> int:
        """The port of ``purpose``: last time's where it is still free, else a new one."""
        port = self._chosen.get(purpose, 0)
        while not (port and port not in self._given and is_free(port) and _claim(port)):
            port = random.randrange(LOWEST, HIGHEST)  # noqa: S311 - no secret
        self._given.add(port)
        if self._chosen.get(purpose) != port:
            self._chosen[purpose] = port
            files.write_json(self._path, self._chosen)
        return port
