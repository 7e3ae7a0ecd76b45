"""Other teams hear of everything that is offered to them: what the log holds has arrived at their
endpoint, at least once, and nothing else has.
"""

from collections.abc import Iterator

from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Stored


def violations(record: Record, stored: Stored) -> Iterator[str]:
    """Of a conversation that is purged, what had not been sent is forgotten."""
    offered = {(subject, one) for subject, all_ in stored.offered.items() for one in all_}
    for subject, sequence in sorted(offered - record.arrived):
        if subject not in stored.purged:
            yield f"{sequence} of {subject} never arrived at the other team"
    for subject, sequence in sorted(record.arrived - offered):
        yield f"{sequence} of {subject} arrived at the other team and was never said"
