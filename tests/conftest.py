"""Fixtures that every kind of test shares: real servers, and a fresh corner of them per test."""

import os
from collections.abc import AsyncIterator

import pytest
from hypothesis import settings

from deploy.local import system as local
from tests import said, servers

settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")


@pytest.fixture(scope="session")
async def mongo_server() -> AsyncIterator[servers.MongoServer]:
    """A replica set, for tests that want databases of their own making."""
    async with servers.mongo() as server:
        yield server


@pytest.fixture(scope="session")
async def amqp_server() -> AsyncIterator[servers.Broker]:
    """A broker, for tests that want virtual hosts of their own making."""
    async with servers.amqp() as server:
        yield server


@pytest.fixture(scope="session")
async def system(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[local.System]:
    """A whole Parley, as ``make run`` brings it up. Who kills a process waits until it is back.
    In the end, all that was said in it must keep to the catalogue of events. With
    ``PARLEY_TEST_REPLICAS=2`` there are two gateways, and two of each service.
    """
    replicas = int(os.environ.get("PARLEY_TEST_REPLICAS", "1"))
    folder = tmp_path_factory.mktemp("a whole system")
    async with local.system(folder, replicas=replicas) as system:
        yield system
        await said.keeps_to_the_catalogue(system.amqp_url)


@pytest.fixture
async def mongo_url(mongo_server: servers.MongoServer) -> AsyncIterator[str]:
    """The URL of an empty database."""
    async with mongo_server.fresh() as url:
        yield url


@pytest.fixture
async def amqp_url(amqp_server: servers.Broker) -> AsyncIterator[str]:
    """The URL of an empty virtual host."""
    async with amqp_server.fresh() as url:
        yield url
