"""Dead letters: deliveries that no retry mended, kept until somebody decides.

Any queue of any service has them; the broker is asked which there are, so queues of versions that
the code no longer knows are found too.
"""

from collections.abc import Iterable

DEAD = ".dead"


def with_dead_letters(queues: Iterable[str]) -> list[str]:
    """The queues that have a dead-letter queue beside them, by their own names."""
    return sorted(name.removesuffix(DEAD) for name in queues if name.endswith(DEAD))
