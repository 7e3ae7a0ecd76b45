"""Nobody sees a foreign byte: every mark that was seen belongs to the viewer's workspace, and for a
customer to their own conversation.
"""

from collections.abc import Iterator

from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Stored


def violations(record: Record, _: Stored) -> Iterator[str]:
    for seen in sorted(record.sightings, key=str):
        is_foreign = seen.marked != seen.workspace
        is_anothers = seen.own is not None and seen.owner != seen.own
        if is_foreign or is_anothers:
            yield f"{seen.by} of {seen.workspace} saw what is {seen.owner}'s of {seen.marked}"
