"""What happened during a run, as it happened: operations, faults, and what came to whose eyes.

Times are monotonic seconds. Nothing here judges; the checkers do, afterwards.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

Outcome = Literal["ok", "failed", "unknown"]
"""``failed``: refused, so it has not happened. ``unknown``: it may have happened, or may still."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One request. ``client_id`` names what is created, over all attempts at it; ``message_id``
    and ``seq`` are what an ``ok`` one was answered with. ``last_seen_seq`` is there where the reply
    guard was to hold the message.
    """

    kind: str
    by: str
    workspace: str
    invoked: float
    ended: float
    outcome: Outcome
    status: int | None = None
    conversation_id: str | None = None
    client_id: str | None = None
    message_id: str | None = None
    seq: int | None = None
    last_seen_seq: int | None = None


@dataclass(frozen=True, slots=True)
class Strike:
    """One fault: what, to whom, from when to when; ``whole`` is when everything ran again."""

    kind: str
    target: str
    began: float
    ended: float
    whole: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """``by``, of ``workspace``, has seen the mark of ``owner``, of ``marked``. ``own`` is the only
    owner whose mark they may see; None for agents, who may see every one of their workspace.
    """

    by: str
    workspace: str
    own: str | None
    marked: str
    owner: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A thread on somebody's page: (seq, message id) in the order in which they appeared.

    ``is_current``: it was still on the page when everything had come to rest.
    """

    conversation_id: str
    version: int
    messages: tuple[tuple[int, str], ...]
    is_current: bool


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that one page has shown, and every message that its sockets have carried. A page that
    ``sees_all`` hears of every change of the workspace, so that it knows all versions too; one that
    ``is_open`` was there to the end.
    """

    by: str
    workspace: str
    sees_all: bool
    is_open: bool
    shown: tuple[Shown, ...]
    carried: frozenset[tuple[str, int, str]]


@dataclass
class Record:
    """What is written down while a run lasts. ``arrived``: the events that webhooks have brought to
    other teams, as (conversation, sequence).
    """

    operations: list[Operation] = field(default_factory=list)
    strikes: list[Strike] = field(default_factory=list)
    sightings: set[Sighting] = field(default_factory=set)
    transcripts: list[Transcript] = field(default_factory=list)
    arrived: set[tuple[str, int]] = field(default_factory=set)

    def keep(self, folder: Path) -> None:
        """Write it down for whoever looks for what went wrong."""
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "operations.jsonl", map(asdict, self.operations))
        _write(folder / "strikes.jsonl", map(asdict, self.strikes))
        _write(folder / "sightings.jsonl", map(asdict, self.sightings))
        _write(folder / "transcripts.jsonl", map(asdict, self.transcripts))
        _write(folder / "arrived.jsonl", self.arrived)


def _write(path: Path, rows: Iterable[object]) -> None:
    path.write_text("".join(f"{json.dumps(row, default=sorted)}\n" for row in rows))
