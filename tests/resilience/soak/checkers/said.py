"""Every change was said: the log holds each sequence of each conversation, from 1 to the last."""

from collections.abc import Iterator

from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Stored


def violations(_: Record, stored: Stored) -> Iterator[str]:
    for conversation in stored.conversations:
        said = stored.said.get(conversation.id, frozenset())
        wanted = set(range(1, conversation.version + 1))
        if missing := wanted - said:
            yield f"never said of {conversation.id}: {sorted(missing)}"
        if ghosts := said - wanted:
            yield f"said of {conversation.id} and never committed: {sorted(ghosts)}"
