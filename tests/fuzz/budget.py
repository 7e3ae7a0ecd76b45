"""How much is tried: the same few examples at each run, or with ``PARLEY_FUZZ=20`` twenty times as
many, and others each time.
"""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("PARLEY_FUZZ", "1"))


def budget(examples: int, *, steps: int = 50) -> settings:
    """For a test that tries ``examples``; a machine takes up to ``steps`` in each."""
    return settings(
        max_examples=examples * TIMES,
        stateful_step_count=steps,
        derandomize=TIMES == 1,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
