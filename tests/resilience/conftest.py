"""A second gateway beside the one of the whole system."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deploy.local.process import Process
from deploy.local.system import System
from tests import gateways


@pytest.fixture
async def second_gateway(system: System, tmp_path: Path) -> AsyncIterator[Process]:
    """One more, which nobody starts again."""
    async with gateways.second_gateway(system, tmp_path) as process:
        yield process
