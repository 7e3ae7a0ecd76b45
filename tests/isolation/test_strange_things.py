"""What is somebody else's is answered as what nobody has, whoever asks and wherever it is put."""

import statistics

import pytest

from tests.isolation.stored import changes
from tests.isolation.strangers import Tried, all_tried
from tests.isolation.things import NOBODYS
from tests.isolation.world import World

LONGER = 4
"""As many times as long, in the median of hundreds of answers, would tell the two apart."""


@pytest.mark.parametrize("name", ["alpha", "beta"])
async def test_what_is_anothers_is_answered_as_what_nobody_has_and_stays_as_it_was(
    world: World, name: str
) -> None:
    target = world.homes[name]
    strangers = [who for who in world.principals if world.other(who.home) is target]
    before = await world.databases.at_rest([target])
    matrix = await all_tried(world, strangers)
    after = await world.databases.at_rest([target])

    assert [wrong for one in matrix for wrong in (*one.told_apart, *one.foreign)] == []
    assert changes(before[name], after[name]) == []
    assert not is_told_apart_by_time(matrix)


def is_told_apart_by_time(matrix: list[Tried]) -> bool:
    answers = [item for one in matrix for item in one.answers.items()]
    nobodys = statistics.median(a.seconds for what, a in answers if what == NOBODYS)
    anothers = statistics.median(a.seconds for what, a in answers if what != NOBODYS)
    return max(nobodys, anothers) > LONGER * min(nobodys, anothers)
