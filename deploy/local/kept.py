"""What a sink has received: in memory, and in a file, so that it is there again after a restart."""

import json
from collections import deque
from pathlib import Path
from typing import Any

KEPT = 2_000
"""As many of the newest."""


class Kept:
    """Records, the oldest first."""

    def __init__(self, path: Path) -> None:
        lines = path.read_text().splitlines() if path.exists() else ()
        self._records: deque[dict[str, Any]] = deque(map(json.loads, lines), maxlen=KEPT)
        path.write_text("".join(f"{json.dumps(record)}\n" for record in self._records))
        self._path = path

    def add(self, record: dict[str, Any]) -> None:
        """One more; it is kept when this returns."""
        with self._path.open("a") as file:
            file.write(f"{json.dumps(record)}\n")
        self._records.append(record)

    def all(self) -> list[dict[str, Any]]:
        """All that are kept."""
        return list(self._records)
