"""The matrix itself: every caller, at every route that lets them in, with every thing that is not
theirs in every place that names one.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.isolation.asking import Answer, call
from tests.isolation.principals import Principal
from tests.isolation.routes import ROWS, Row
from tests.isolation.standings import refusal
from tests.isolation.things import NOBODYS, strange
from tests.isolation.world import World

EXCUSED = (0, "unavailable")
"""No answer, or one that says to ask again."""


@dataclass(frozen=True)
class Tried:
    """One place of one route, and how one caller was answered by what stood in it."""

    row: Row
    who: Principal
    kind: str
    answers: dict[str, Answer]

    @property
    def _where(self) -> str:
        return f"{self.row.route} for {self.who.name} with a {self.kind}"

    @property
    def foreign(self) -> list[str]:
        """What the caller was shown and may not read."""
        return [
            f"{self._where} {what}: {sorted(answer.foreign)}"
            for what, answer in self.answers.items()
            if answer.foreign
        ]

    @property
    def told_apart(self) -> list[str]:
        """What is not answered as what nobody has."""
        nobodys = self.answers[NOBODYS]
        return self.otherwise() + [
            f"{self._where} {what}: {answer.like}, not {nobodys.like}"
            for what, answer in self.answers.items()
            if answer.like != nobodys.like
        ]

    def otherwise(self, *excused: int | str) -> list[str]:
        """What is answered neither as the table says, nor as is ``excused``."""
        expected = self.row.answer_to_unknown(self.kind)
        return [
            f"{self._where} {what}: {answer.said}, not {expected}"
            for what, answer in self.answers.items()
            if not answer.is_as(expected) and answer.said not in excused
        ]


def places(row: Row, people: Sequence[Principal]) -> Iterator[tuple[Principal, str]]:
    """Who of ``people`` passes, and the kinds that they may name; a foreign ``client_id`` once in
    each workspace, where it is a repeat from then on.
    """
    let_in = [who for who in people if not refusal(who.standing, row.door)]
    first = {who.home.name: who for who in reversed(let_in)}
    for who in let_in:
        once = who is first[who.home.name]
        yield from ((who, kind) for kind in row.kinds if once or kind != "client_id")


async def tried(world: World, row: Row, who: Principal, kind: str) -> Tried:
    """Every strange thing in that place, while all others are the caller's own."""
    things = strange(kind, who, world.other(who.home), world.links)
    asked = (call(row, who.having({kind: thing}).things) for thing in things.values())
    answers = await asyncio.gather(*(world.asking.ask(who, one) for one in asked))
    return Tried(row, who, kind, dict(zip(things, answers, strict=True)))


async def all_tried(
    world: World, people: Sequence[Principal], rows: Sequence[Row] = ROWS
) -> list[Tried]:
    """What the matrix has of ``people`` and ``rows``: a route at a time."""
    found: list[Tried] = []
    for row in rows:
        found += await asyncio.gather(*(tried(world, row, *at) for at in places(row, people)))
    return found


async def foreign_bytes(world: World, rows: Sequence[Row] = ROWS) -> list[str]:
    """What anybody was shown that is not theirs to read: nothing, whatever befalls the system
    meanwhile.
    """
    matrix = await all_tried(world, world.principals, rows)
    return [found for one in matrix for found in (*one.foreign, *one.otherwise(*EXCUSED))]
