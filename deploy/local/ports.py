"""Ports that do not collide: free ones below the range that outgoing connections take theirs from.

A port from the kernel (bind to 0) may be taken by somebody's outgoing connection while its owner
is being restarted; one from here may not.
"""

import json
import random
import socket
from pathlib import Path

from deploy.local import files

HOST = "127.0.0.1"
LOWEST, HIGHEST = 20_000, 32_000


def is_free(port: int) -> bool:
    """Nobody listens on ``port`` of this machine's loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
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
        while not port or port in self._given or not is_free(port):
            port = random.randrange(LOWEST, HIGHEST)  # noqa: S311 - no secret
        self._given.add(port)
        if self._chosen.get(purpose) != port:
            self._chosen[purpose] = port
            files.write_json(self._path, self._chosen)
        return port
