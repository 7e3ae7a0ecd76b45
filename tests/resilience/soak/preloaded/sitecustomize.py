"""Runs before a process whose clock can be wrong: libfaketime breaks what Python sleeps by
(``OSError: Invalid argument``), and the threads of the database's driver with it.
"""

import select
import time
from typing import SupportsIndex


def sleep(seconds: float | SupportsIndex, /) -> None:
    """Stands in for ``time.sleep``."""
    select.select([], [], [], float(seconds))


time.sleep = sleep
