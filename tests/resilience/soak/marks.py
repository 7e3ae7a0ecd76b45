"""Marks in everything that is written, so that whoever sees a foreign one is found out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.resilience.soak.record import Sighting

_MARK = re.compile(r"canary-([A-Za-z]+)-([A-Za-z0-9]+)")
DESK = "desk"
"""The owner of what belongs to the whole workspace."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks; ``own`` as in ``Sighting``."""

    name: str
    workspace: str
    own: str | None = None

    def sees(self, text: str) -> Iterator[Sighting]:
        """The marks in what came to them."""
        for marked, owner in set(_MARK.findall(text)):
            yield Sighting(self.name, self.workspace, self.own, marked, owner)


def mark(workspace: str, owner: str = DESK) -> str:
    """What to write into everything of ``owner``'s."""
    return f"canary-{workspace}-{owner}"
