"""A gateway more than a whole system has."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from deploy.local.ports import HOST, Ports
from deploy.local.process import Process
from deploy.local.system import System


@asynccontextmanager
async def second_gateway(system: System, folder: Path) -> AsyncIterator[Process]:
    """One that nobody starts again. Its log is in ``folder``."""
    port = Ports(folder / "ports.json").take("second gateway")
    program = system.gateway_program(f"http://{HOST}:{port}")
    process = Process(program, folder / "gateway.log", lambda _: None, lambda: None)
    await process.start()
    try:
        yield process
    finally:
        await process.stop()
