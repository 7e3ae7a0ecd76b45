"""Who says which event, when, and who hears it: read from the code that does."""

import importlib
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from deploy.local.services import GATEWAY, SERVICES
from shared.contracts.events import Fact
from shared.contracts.schema import AGENT_FACTS
from shared.inbox import Subscription


@dataclass(frozen=True, slots=True)
class Hearer:
    """A durable queue that an event goes to, and what it does there."""

    queue: str
    effect: str


@dataclass(frozen=True, slots=True)
class Published:
    """One event type: ``said_by`` names processes, ``when`` is a sentence per way to say it.
    ``on_sockets`` tells that consoles are told, too.
    """

    fact: type[Fact]
    said_by: tuple[str, ...]
    when: tuple[str, ...]
    heard_by: tuple[Hearer, ...]
    on_sockets: bool

    @property
    def type(self) -> str:
        """``conversation.closed.v1``."""
        return self.fact.event_type


@cache
def published() -> tuple[Published, ...]:
    """Every event that is said on the event exchange, by type."""
    said: dict[type[Fact], list[tuple[str, str]]] = {}
    for process, module in _events_modules():
        for fact, when in _said(module):
            said.setdefault(fact, []).append((process, when))
    heard = _heard()
    return tuple(
        Published(
            fact=fact,
            said_by=tuple(dict.fromkeys(process for process, _ in ways)),
            when=tuple(dict.fromkeys(when for _, when in ways)),
            heard_by=tuple(heard.get(fact.event_type, ())),
            on_sockets=fact in AGENT_FACTS,
        )
        for fact, ways in sorted(said.items(), key=lambda each: each[0].event_type)
    )


def _events_modules() -> Iterator[tuple[str, ModuleType]]:
    yield GATEWAY, importlib.import_module("gateway.identity.events")
    for name in SERVICES:
        yield name, importlib.import_module(f"services.{name}.events")


def _said(module: ModuleType) -> Iterator[tuple[type[Fact], str]]:
    """Each fact that a public function of ``module`` makes an event of."""
    for name, make in vars(module).items():
        if inspect.isfunction(make) and make.__module__ == module.__name__ and name[0] != "_":
            event = inspect.signature(make).return_annotation
            (fact,) = event.__pydantic_generic_metadata__["args"]
            yield fact, _first_sentence(make)


def _heard() -> dict[str, list[Hearer]]:
    """By type: whoever passes an event on unread has a class of its own for it."""
    heard: dict[str, list[Hearer]] = {}
    for subscription in subscriptions():
        for fact, effect in subscription.effects.items():
            heard.setdefault(fact.event_type, []).append(
                Hearer(subscription.queue, _first_sentence(effect))
            )
    return heard


def subscriptions() -> Iterable[Subscription[object]]:
    """Every durable queue that hears events, with what comes of each."""
    yield importlib.import_module("gateway.main").ROSTER
    for name in SERVICES:
        yield from importlib.import_module(f"services.{name}.main").SUBSCRIPTIONS


def _first_sentence(function: object) -> str:
    paragraph = " ".join((inspect.getdoc(function) or "").partition("\n\n")[0].split())
    sentence, _, _ = paragraph.replace("``", "").partition(". ")
    return f"{sentence.removesuffix('.')}."
