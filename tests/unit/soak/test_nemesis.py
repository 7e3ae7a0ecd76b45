"""Faults follow from the seed alone."""

import random
from types import SimpleNamespace
from typing import cast

from tests.resilience.soak.ground import CLIENTS, Ground
from tests.resilience.soak.kinds import KINDS, Fault, planned

GROUND = cast(
    Ground,
    SimpleNamespace(
        lines={CLIENTS: None, "chat to mongod": None},
        victims=lambda: ["gateway", "mongod"],
        replicas=lambda: ["gateway"],
        members=object(),
        disks={"mongod": None},
        clocks={"gateway": None},
    ),
)


def faults(seed: int, *, longest_seconds: float = 9.0) -> list[Fault]:
    chance = random.Random(seed)
    return [planned(GROUND, chance, tuple(KINDS), longest_seconds) for _ in range(400)]


def test_the_same_seed_plans_the_same_faults() -> None:
    assert faults(1) == faults(1)
    assert faults(1) != faults(2)


def test_every_kind_has_its_turn_and_none_lasts_longer_than_it_may() -> None:
    planned = faults(3)
    assert {fault.kind for fault in planned} == set(KINDS)
    for fault in planned:
        assert bool(fault.seconds) == KINDS[fault.kind].lasts
        assert fault.seconds <= 9.0
        assert fault.target in KINDS[fault.kind].targets(GROUND)


def test_what_a_ground_has_not_is_not_hit() -> None:
    small = cast(Ground, SimpleNamespace(**{**vars(GROUND), "members": None, "disks": {}}))
    chance = random.Random(4)
    kinds = {planned(small, chance, tuple(KINDS), 9.0).kind for _ in range(400)}
    assert set(KINDS) - kinds == {"step-down", "kill the primary", "disk full"}
