"""What is lost comes back and what is gone goes, whichever process dies."""

import asyncio

from gateway.live import reporting
from services.presence import use_cases
from services.presence.domain import LOOKS_NEEDED
from services.presence.use_cases import Presence
from shared.contracts.presence import Report
from shared.identity import IdentitySigner
from shared.mongo import Transaction
from shared.settings import ServiceSettings
from tests.eventually import eventually
from tests.integration.presence.conftest import (
    LEASE_SECONDS,
    Gateway,
    Json,
    Office,
    a_gateway,
    serving,
)
from tests.integration.reaching import way_to


async def test_what_a_crashed_gateway_held_ends_and_nothing_else(
    gateway: Gateway, other_gateway: Gateway, office: Office
) -> None:
    gateway.agent(office.id)("c1", "replying")
    gateway.customer(office.id)
    other_gateway.agent(office.id, "Ben")("c1", "viewing")
    await office.has(ann="replying", ben="viewing")
    assert (await office.customer())["is_online"]
    gateway.crash()
    await office.has(ben="viewing")
    assert not (await office.customer())["is_online"]
    assert await office.online() == ["ben"]
    assert office.heard("presence.changed.v1")[-1]["data"]["customer"]["is_online"] is False


async def test_a_gateway_that_was_only_cut_off_has_everything_again(
    gateway: Gateway, office: Office
) -> None:
    gateway.agent(office.id)("c1", "viewing")
    await office.has(ann="viewing")
    gateway.crash()
    await office.has()
    gateway.line.is_cut = False
    await office.has(ann="viewing")


async def test_a_lost_report_heals_with_the_next_whole_one(
    gateway: Gateway, office: Office
) -> None:
    ann, ben = gateway.agent(office.id), gateway.agent(office.id, "Ben")
    ben("c1", "viewing")
    await office.has(ben="viewing")
    gateway.line.is_cut = True
    ann("c1", "replying")
    ben("c1", "none")
    await asyncio.sleep(2 * reporting.GATHER_SECONDS)
    gateway.line.is_cut = False
    await office.has(ann="replying")


async def test_after_the_loss_of_all_its_data_everyone_is_seen_again_under_newer_versions(
    gateway: Gateway, office: Office, presence: Presence
) -> None:
    gateway.agent(office.id)("c1", "viewing")
    gateway.customer(office.id, "c2")
    await office.has(ann="viewing")
    before = (await office.get("/api/v1/presence/c1")).json()["version"]
    for name in ("places", "gateways"):
        await presence.mongo.collection(name).delete_many({})
    await office.has(ann="viewing")
    assert (await office.get("/api/v1/presence/c1")).json()["version"] > before
    await office.has_online("ann")


async def test_a_restart_that_takes_longer_than_every_lease_ends_nobodys(
    settings: ServiceSettings, private_key: str, heard: list[Json]
) -> None:
    async with a_gateway(settings) as gateway:
        async with serving(settings) as app, way_to(app) as http:
            office = Office(http, IdentitySigner(private_key), heard)
            gateway.agent(office.id)("c1", "viewing")
            await office.has(ann="viewing")
        await asyncio.sleep(LEASE_SECONDS + 1)
        async with serving(settings) as app, way_to(app) as office.http:
            await asyncio.sleep(LOOKS_NEEDED + 2)
            assert await office.agents() == {"ann": "viewing"}
            # The outbox may say one event twice around a restart.
            assert len({event["id"] for event in office.heard("presence.changed.v1")}) == 1


async def test_a_gateway_that_died_while_the_service_was_down_ends_after_its_restart(
    settings: ServiceSettings, private_key: str, heard: list[Json]
) -> None:
    async with a_gateway(settings) as gateway:
        async with serving(settings) as app, way_to(app) as http:
            office = Office(http, IdentitySigner(private_key), heard)
            gateway.agent(office.id)("c1", "viewing")
            await office.has(ann="viewing")
        gateway.crash()
        async with serving(settings) as app, way_to(app) as office.http:
            await office.has()


async def test_two_replicas_share_the_work_and_agree(
    settings: ServiceSettings, gateway: Gateway, other_gateway: Gateway, office: Office
) -> None:
    async with serving(settings):
        agents = [gateway.agent(office.id, f"A{n}") for n in range(4)]
        agents += [other_gateway.agent(office.id, f"B{n}") for n in range(4)]
        for turn in range(5):
            for agent in agents:
                agent(f"c{turn % 2 + 1}", "replying" if turn % 2 else "viewing")
            await asyncio.sleep(reporting.GATHER_SECONDS)
        wanted = {f"{side}{n}": "viewing" for side in "ab" for n in range(4)}
        await office.has(**wanted)
        await office.has(conversation_id="c2")
        gateway.crash()
        await office.has(**{f"b{n}": "viewing" for n in range(4)})
    heard = office.heard("presence.changed.v1")
    said = {event["id"]: (event["subject"], event["sequence"]) for event in heard}
    assert len(said) == len(set(said.values()))


async def test_time_alone_writes_nothing_but_each_gateways_own_lease(
    gateway: Gateway, office: Office, presence: Presence
) -> None:
    for number in range(20):
        gateway.agent(office.id, f"A{number}")(f"c{number}", "viewing")
        gateway.customer(office.id, f"d{number}")
    await office.has(conversation_id="c19", a19="viewing")
    reports = Counting(gateway)
    await reports.whole_ones(2)
    before = await writes(presence)
    await reports.whole_ones(3)
    after = await writes(presence)
    assert after["places"] == before["places"]
    assert after["outbox"] == before["outbox"]
    assert after["gateways"] > before["gateways"]


async def test_nobody_is_at_a_purged_conversation_whatever_gateways_report(
    gateway: Gateway, office: Office, presence: Presence
) -> None:
    gateway.customer(office.id)
    gateway.agent(office.id)("c1", "viewing")
    await office.has(ann="viewing")

    async def purge(tx: Transaction) -> None:
        await use_cases.forget_conversation(presence, tx, office.id, "c1")

    await presence.mongo.transact(purge)
    reports = Counting(gateway)
    gateway.customer(office.id)
    await reports.whole_ones(2)
    await office.has()
    assert await office.customer() == {"is_online": False, "last_seen_at": None}
    before = await writes(presence)
    await reports.whole_ones(1)
    assert (await writes(presence))["places"] == before["places"]


class Counting:
    """Counts what a gateway reports from now on."""

    def __init__(self, gateway: Gateway) -> None:
        self._whole = 0
        said = gateway.line.say

        async def say(routing_key: str, body: bytes) -> bool:
            self._whole += Report.model_validate_json(body).is_whole
            return await said(routing_key, body)

        gateway.line.say = say  # type: ignore[method-assign]  # a test listens in

    async def whole_ones(self, count: int) -> None:
        """Return once so many more were said."""
        wanted = self._whole + count

        async def enough() -> bool:
            return self._whole >= wanted

        await eventually(enough)


async def writes(presence: Presence) -> dict[str, int]:
    """How often the database wrote to each collection, since it started."""
    counted: dict[str, int] = {}
    for name in ("places", "outbox", "gateways"):
        stats = presence.mongo.collection(name).aggregate(
            [{"$collStats": {"latencyStats": {}}}, {"$project": {"latencyStats.writes.ops": 1}}]
        )
        counted[name] = sum([row["latencyStats"]["writes"]["ops"] async for row in stats])
    return counted
