"""Every principal at every route: let in or refused as the tables say, and shown nothing else."""

import asyncio

from tests.isolation.asking import call
from tests.isolation.principals import Principal
from tests.isolation.routes import ROWS, Row
from tests.isolation.standings import refusal
from tests.isolation.stored import changes
from tests.isolation.things import spent
from tests.isolation.world import World


async def test_who_is_refused_is_told_so_and_has_changed_nothing(world: World) -> None:
    homes = list(world.homes.values())
    before = await world.databases.at_rest(homes)
    wrong: list[str] = []
    for row in ROWS:
        refused = [who for who in world.at(row.door) if refusal(who.standing, row.door)]
        wrong += await answers(world, row, refused)
    after = await world.databases.at_rest(homes)
    assert wrong == []
    assert [place for name in before for place in changes(before[name], after[name])] == []


async def test_who_is_let_in_gets_what_is_theirs_and_nothing_else(world: World) -> None:
    wrong: list[str] = []
    for row in ROWS:
        admitted = [who for who in world.at(row.door) if not refusal(who.standing, row.door)]
        callers = [spent(row, who, world.system.base_url) for who in admitted]
        wrong += await answers(world, row, await asyncio.gather(*callers))
    assert wrong == []


async def answers(world: World, row: Row, principals: list[Principal]) -> list[str]:
    """What is not as the tables say."""
    found = await asyncio.gather(*(answer(world, row, who) for who in principals))
    return [wrong for wrong in found if wrong]


async def answer(world: World, row: Row, who: Principal) -> str:
    expected = refusal(who.standing, row.door) or row.answer
    got = await world.asking.ask(who, call(row, who.things))
    if got.is_as(expected) and not got.foreign:
        return ""
    return (
        f"{row.route} for {who.name}: {got.said} ({got.status}), not {expected} {set(got.foreign)}"
    )
