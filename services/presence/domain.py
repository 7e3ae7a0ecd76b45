"""Places and who holds leases on them, as values; the rules about them are pure.

A place is a conversation, or the team of a workspace. Gateways hold leases there for the
connections that they have; a gateway's leases end when it says so, or with the gateway.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

LOOKS_NEEDED = 5
LONGEST_PAUSE_SECONDS = 3.0

Kind = Literal["conversation", "team"]
Activity = Literal["viewing", "replying", "connected", "online", "away"]


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent as others see them."""

    id: str
    name: str = ""
    avatar_url: str | None = None


@dataclass(frozen=True, slots=True)
class Lease:
    """One connection (a tab, a device) at a place; ``agent`` is null for the customer."""

    connection: str
    activity: Activity
    agent: Agent | None


@dataclass(frozen=True, slots=True)
class Holding:
    """All leases of one gateway on one place, as its report ``number`` said."""

    gateway: str
    number: int
    leases: tuple[Lease, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """Which place, in which workspace. The team's ``id`` is the workspace's."""

    workspace_id: str
    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its leases. ``version`` grows whenever what others see changes. Nobody is at a
    conversation from ``purged_at`` on, though a page of it may still be open somewhere.
    """

    key: Key
    version: int = 0
    holdings: tuple[Holding, ...] = ()
    last_seen_at: datetime | None = None
    purged_at: datetime | None = None

    @property
    def leases(self) -> Iterable[Lease]:
        """Everybody's."""
        return (lease for holding in self.holdings for lease in holding.leases)

    @property
    def is_customer_online(self) -> bool:
        return any(lease.agent is None for lease in self.leases)

    @property
    def is_worth_keeping(self) -> bool:
        """Somebody is there, or a customer was, or nobody may be any more."""
        return bool(self.holdings) or self.last_seen_at is not None or self.purged_at is not None


@dataclass(frozen=True, slots=True)
class Seen:
    """What others see of a place: each agent once, and whether the customer is connected."""

    agents: tuple[tuple[Agent, Activity], ...]
    is_customer_online: bool


def hold(place: Place, holding: Holding, now: datetime) -> tuple[Place, bool]:
    """``place`` after a gateway said what it holds there, and whether others see a difference.

    The very same value when nothing differs, when something newer was heard before, and of what
    was purged.
    """
    if place.purged_at is not None:
        return place, False
    before = _of(place, holding.gateway)
    if before is not None and before.number > holding.number:
        return place, False
    if holding.leases == (before.leases if before else ()):
        return place, False
    others = tuple(other for other in place.holdings if other.gateway != holding.gateway)
    holdings = (*others, holding) if holding.leases else others
    after = replace(place, holdings=tuple(sorted(holdings, key=lambda one: one.gateway)))
    if seen(after) == seen(place):
        return after, False
    return _changed(place, after, now), True


def purged(place: Place, now: datetime) -> Place:
    """Nothing is known of ``place`` from now on but that it was purged."""
    return Place(place.key, purged_at=now)


def end(place: Place, gateway: str, last_known: datetime) -> tuple[Place, bool]:
    """``place`` without a gateway that is gone and was ``last_known`` to be there then."""
    before = _of(place, gateway)
    if before is None:
        return place, False
    return hold(place, replace(before, leases=()), last_known)


def seen(place: Place) -> Seen:
    """Replying wins over viewing, in whichever tab it is. Who is away is not to be seen."""
    found: dict[str, tuple[Agent, Activity]] = {}
    for lease in place.leases:
        if lease.agent is None or lease.activity == "away":
            continue
        if lease.agent.id not in found or lease.activity == "replying":
            found[lease.agent.id] = lease.agent, lease.activity
    ordered = sorted(found.values(), key=lambda each: (each[0].name, each[0].id))
    return Seen(tuple(ordered), place.is_customer_online)


def online_agents(place: Place) -> Sequence[str]:
    """The ids of a team's agents whom customers can reach."""
    return [agent.id for agent, _ in seen(place).agents]


@dataclass(frozen=True, slots=True)
class Watch:
    """How long a process has been in a position to tell that a gateway is silent.

    Only who could have heard it may say so: not right after a start, nor after a pause, nor
    while the broker or the database does not answer.
    """

    looks: int = 0
    last_look: float = 0.0

    def look(self, now: float, *, all_is_well: bool) -> "Watch":
        """Once a second; ``now`` in seconds of a clock that never jumps."""
        unbroken = all_is_well and now - self.last_look <= LONGEST_PAUSE_SECONDS
        return Watch(self.looks + 1 if unbroken else 0, now)

    @property
    def may_judge(self) -> bool:
        return self.looks >= LOOKS_NEEDED


def _of(place: Place, gateway: str) -> Holding | None:
    return next((one for one in place.holdings if one.gateway == gateway), None)


def _changed(before: Place, after: Place, now: datetime) -> Place:
    """Versions follow the clock where that is ahead: so they go on growing even when all that was
    known of a place is lost.
    """
    version = max(before.version + 1, int(now.timestamp() * 1000))
    came_or_went = before.is_customer_online != after.is_customer_online
    return replace(
        after, version=version, last_seen_at=now if came_or_went else before.last_seen_at
    )
