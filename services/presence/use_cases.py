"""Take in what gateways report, end those that fell silent, and answer who is where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.presence import domain, events
from services.presence.domain import Agent, Holding, Key, Lease, Place
from services.presence.repository import Gateways, Places, Repository
from shared import clock
from shared.clock import Clock
from shared.contracts.events import Event
from shared.contracts.presence import HeldConversation, HeldTeam, Report
from shared.mongo import Mongo, Transaction
from shared.outbox import Outbox

LEASE_SECONDS = 8.0
"""How long a silent gateway is believed to be there. It reports every two."""

PLACES_AT_ONCE = 50
"""In one transaction."""

Change = Callable[[Place], tuple[Place, bool]]


@dataclass(frozen=True, slots=True)
class Presence:
    """The service's parts."""

    mongo: Mongo
    repository: Repository
    outbox: Outbox
    lease_seconds: float = LEASE_SECONDS
    now: Clock = field(default=clock.now)
    new_id: Callable[[], str] = field(default=clock.new_id)

    @property
    def places(self) -> Places:
        return self.repository.places

    @property
    def gateways(self) -> Gateways:
        return self.repository.gateways


async def take_in(presence: Presence, report: Report) -> None:
    """Hold what a gateway says that it holds; end what it no longer does."""
    # First its own lease: none of the others is to be there without one that can run out.
    await presence.gateways.renew(report.gateway, presence.lease_seconds)
    told = _told(report)
    if report.is_whole:
        told = await _differing(presence, report, told)

    def change(place: Place) -> tuple[Place, bool]:
        return domain.hold(place, told[place.key], presence.now())

    await _change(presence, [*told], change)


async def end_silent(presence: Presence) -> None:
    """End the leases of gateways that were not heard for too long. Replicas share the work."""
    while silent := await presence.gateways.claim_silent():
        gateway, last_known = silent.id, silent.last_known
        held = await presence.places.held_by(gateway)

        def change(
            place: Place, gateway: str = gateway, last_known: datetime = last_known
        ) -> tuple[Place, bool]:
            return domain.end(place, gateway, last_known)

        await _change(presence, [place.key for place in held], change)
        await presence.gateways.forget(gateway)


async def occupied_conversations(presence: Presence, workspace_id: str) -> list[Place]:
    """Where in the workspace an agent or a customer is."""
    return await presence.places.occupied(workspace_id, "conversation")


async def conversation(presence: Presence, workspace_id: str, conversation_id: str) -> Place:
    """Who is at one conversation; nobody where it is another workspace's or none at all."""
    return await presence.places.find(Key(workspace_id, "conversation", conversation_id))


async def forget_conversation(
    presence: Presence, tx: Transaction, workspace_id: str, conversation_id: str
) -> None:
    """Keep nothing of one that is gone for good, whatever gateways go on to report of it."""
    key = Key(workspace_id, "conversation", conversation_id)
    (place,) = await presence.places.among([key], tx)
    await presence.places.save(tx, [domain.purged(place, presence.now())])


async def team(presence: Presence, workspace_id: str) -> Place:
    """Who of the workspace's agents is there."""
    return await presence.places.find(Key(workspace_id, "team", workspace_id))


async def _differing(
    presence: Presence, report: Report, told: dict[Key, Holding]
) -> dict[Key, Holding]:
    """Of all that a gateway holds, what is not known yet, and what it no longer holds. Only this
    costs writes; usually there is nothing.
    """
    held = {place.key: place for place in await presence.places.held_by(report.gateway)}
    ended = {key: Holding(report.gateway, report.number, ()) for key in held.keys() - told.keys()}
    return {
        key: holding
        for key, holding in (told | ended).items()
        if key not in held or domain.hold(held[key], holding, presence.now())[0] != held[key]
    }


async def _change(presence: Presence, keys: Sequence[Key], change: Change) -> None:
    for start in range(0, len(keys), PLACES_AT_ONCE):
        some = keys[start : start + PLACES_AT_ONCE]

        async def attempt(tx: Transaction, some: Sequence[Key] = some) -> None:
            before = await presence.places.among(some, tx)
            changed = [(place, *change(place)) for place in before]
            await presence.places.save(tx, [new for old, new, _ in changed if new is not old])
            news = [_event(presence, place) for _, place, is_news in changed if is_news]
            await presence.outbox.append(tx, *news)

        await presence.mongo.transact(attempt, turns=["places"])


def _event(presence: Presence, place: Place) -> Event[Any]:
    make = events.team_changed if place.key.kind == "team" else events.presence_changed
    return make(place, presence.now(), presence.new_id())


def _told(report: Report) -> dict[Key, Holding]:
    """What each place named in ``report`` holds according to it."""
    held = [(_conversation_key(one), _at_conversation(one)) for one in report.conversations]
    held += [(_team_key(one), _in_team(one)) for one in report.teams]
    return {key: Holding(report.gateway, report.number, leases) for key, leases in held}


def _conversation_key(held: HeldConversation) -> Key:
    return Key(held.workspace_id, "conversation", held.conversation_id)


def _team_key(held: HeldTeam) -> Key:
    return Key(held.workspace_id, "team", held.workspace_id)


def _at_conversation(held: HeldConversation) -> tuple[Lease, ...]:
    return tuple(
        Lease(
            at.connection,
            at.activity,
            Agent(at.agent.id, at.agent.name, at.agent.avatar_url) if at.agent else None,
        )
        for at in held.connections
    )


def _in_team(held: HeldTeam) -> tuple[Lease, ...]:
    return tuple(
        Lease(one.connection, one.availability, Agent(one.agent_id)) for one in held.connections
    )
