"""A second gateway beside the one of the whole system."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local.ports import HOST
from deploy.local.process import Process
from deploy.local.system import System
from tests.integration.gateway.conftest import free_port


@pytest.fixture
async def second_gateway(system: System, tmp_path: Path) -> AsyncIterator[Process]:
    """One more, which nobody starts again."""
    program = system.gateway_program(f"http://{HOST}:{free_port()}")
    process = Process(program, tmp_path / "gateway.log", lambda _: None, lambda: None)
    await process.start()
    yield process
    await process.stop()
