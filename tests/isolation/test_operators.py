"""Nothing that a client sends becomes an operator of a query: it is refused, and fails nothing."""

import asyncio
from dataclasses import replace

from tests.isolation import operators
from tests.isolation.asking import Call, call
from tests.isolation.principals import Principal
from tests.isolation.routes import ROWS, Row
from tests.isolation.standings import LOST, refusal
from tests.isolation.world import World

INVALID = "invalid"


def caller(world: World, row: Row) -> Principal:
    """The first one whom the route lets in."""
    return next(who for who in world.principals if not refusal(who.standing, row.door))


async def test_no_value_of_a_body_is_an_operator(world: World) -> None:
    wrong: list[str] = []
    for row in ROWS:
        if not isinstance(row.body, dict):
            continue
        who = caller(world, row)
        asked = call(row, who.things)
        calls = [replace(asked, body=body) for body in operators.in_body(asked.body)]
        wrong += await not_answered(world, row, who, calls, INVALID)
    assert wrong == []


async def test_no_value_of_a_query_is_an_operator(world: World) -> None:
    wrong: list[str] = []
    for row in ROWS:
        who = caller(world, row)
        calls = list(operators.in_query(call(row, who.things)))
        wrong += await not_answered(world, row, who, calls, row.answer, INVALID)
    assert wrong == []


async def test_no_part_of_a_path_is_an_operator(world: World) -> None:
    wrong: list[str] = []
    for row in ROWS:
        who = caller(world, row)
        calls = [
            call(row, who.having({kind: operator}).things)
            for kind in row.kinds
            for operator in operators.IN_PATHS
            if f"{{{kind}}}" in row.path and kind != "page"
        ]
        wrong += await not_answered(world, row, who, calls, LOST)
    assert wrong == []


async def not_answered(
    world: World, row: Row, who: Principal, calls: list[Call], *expected: int | str
) -> list[str]:
    """The calls that were answered otherwise."""
    answers = await asyncio.gather(*(world.asking.ask(who, asked) for asked in calls))
    return [
        f"{row.route} with {asked.path} {asked.query} {asked.body}: {answer.said}"
        for asked, answer in zip(calls, answers, strict=True)
        if answer.foreign or not any(map(answer.is_as, expected))
    ]
