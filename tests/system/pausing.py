"""Services that are there and do nothing, as those that hang."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deploy.local.system import System


@asynccontextmanager
async def paused(system: System, name: str) -> AsyncIterator[None]:
    """Every replica of the service, until the end; then each is ready again."""
    replicas = system.replicas_of(name)
    for process in replicas:
        process.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in replicas:
            process.signal(signal.SIGCONT)
        for process in replicas:
            await process.wait_ready()
