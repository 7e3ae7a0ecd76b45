"""Who the agents of a workspace are: said with every change, and to whoever asks."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.identity import use_cases
from shared.bus.connection import Bus
from shared.bus.listener import Listener
from shared.contracts.notification_events import RosterRequested
from tests.eventually import eventually
from tests.integration.gateway.conftest import PASSWORD, Gateway, Office
from tests.integration.shared.conftest import running

Json = dict[str, Any]


@pytest.fixture
async def heard(gateway: Gateway) -> AsyncIterator[list[Json]]:
    """Every roster that is told."""
    rosters: list[Json] = []
    bus = Bus(gateway.environment["PARLEY_AMQP_URL"], "tests")
    listener = Listener(
        bus, "tests.rosters", lambda body: rosters.append(json.loads(body)), lambda: None
    )
    async with running(bus, listener):
        await listener.bind("roster.changed.*")
        yield rosters


async def newest(office: Office, heard: list[Json], *names: str) -> Json:
    def told() -> list[Json]:
        mine = [event for event in heard if event["workspaceid"] == office.workspace.id]
        return sorted(mine, key=lambda event: event["sequence"])

    async def is_told() -> bool:
        return bool(told()) and [a["name"] for a in told()[-1]["data"]["agents"]] == list(names)

    await eventually(is_told)
    return told()[-1]


async def test_a_new_agent_is_told_with_all_the_others(office: Office, heard: list[Json]) -> None:
    await use_cases.add_agent(
        office.gateway.identity, office.workspace.id, "Cleo", "Cleo@x.example", "agent", PASSWORD
    )
    roster = await newest(office, heard, "Ann Lee", "Ben", "Cleo")
    assert roster["data"]["workspace_name"] == "Acme"
    assert roster["data"]["agents"][2]["email"] == "cleo@x.example"


async def test_whoever_asks_is_told_and_what_is_told_later_counts_higher(
    office: Office, heard: list[Json]
) -> None:
    await office.say(RosterRequested(), subject="roster-request")
    first = await newest(office, heard, "Ann Lee", "Ben")
    heard.clear()
    await office.say(RosterRequested(), subject="roster-request")
    second = await newest(office, heard, "Ann Lee", "Ben")
    assert second["sequence"] > first["sequence"]


async def test_a_workspace_that_is_renamed_is_told_anew(office: Office, heard: list[Json]) -> None:
    await office.change(name="Acme & Sons")
    roster = await newest(office, heard, "Ann Lee", "Ben")
    assert roster["data"]["workspace_name"] == "Acme & Sons"
