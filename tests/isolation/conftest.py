"""The world that every test of the matrix looks at."""

from collections.abc import AsyncIterator

import pytest

from deploy.local.system import System
from tests.isolation import world as worlds
from tests.isolation.world import World


@pytest.fixture(scope="session")
async def world(system: System) -> AsyncIterator[World]:
    """Made once; what a test spends, it makes itself."""
    async with worlds.inhabited(system) as world:
        yield world
