"""One binding for all sockets of a workspace: whoever goes on is bound, and none is left behind."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from random import Random
from typing import cast

import pytest

from gateway.live import bindings
from gateway.live.bindings import Bindings
from shared.bus.listener import Listener
from shared.contracts.events import EPHEMERAL, EXCHANGE, workspace_binding_key
from tests.eventually import eventually

WORKSPACE = "w1"
BOTH = {(exchange, workspace_binding_key(WORKSPACE)) for exchange in (EXCHANGE, EPHEMERAL)}
BIND, UNBIND = ["bind"] * len(BOTH), ["unbind"] * len(BOTH)


class Broker:
    """What is bound there, what it was asked for, and for what it waits before it answers."""

    def __init__(self) -> None:
        self.bound: set[tuple[str, str]] = set()
        self.asked: list[str] = []
        self.is_away = False
        self.answers = asyncio.Event()
        self.answers.set()
        self.wait: Callable[[], Awaitable[object]] = self.answers.wait

    async def bind(self, key: str, exchange: str = EXCHANGE) -> None:
        await self._take("bind")
        self.bound.add((exchange, key))

    async def unbind(self, key: str, exchange: str = EXCHANGE) -> None:
        await self._take("unbind")
        self.bound.discard((exchange, key))

    async def _take(self, what: str) -> None:
        self.asked.append(what)
        await self.wait()
        if self.is_away:
            raise ConnectionError("the broker is away")


class Socket:
    """Somebody who wants to hear the workspace, until they leave. What it was bound to as it went
    on is in ``heard``.
    """

    def __init__(self, bindings: Bindings, broker: Broker) -> None:
        self.heard: set[tuple[str, str]] | None = None
        self._bindings, self._broker = bindings, broker
        self._leaves = asyncio.Event()
        self.task = asyncio.create_task(self._live())

    @property
    def has_gone_on(self) -> bool:
        return self.heard is not None

    def leave(self) -> None:
        self._leaves.set()

    async def _live(self) -> None:
        async with self._bindings.held(WORKSPACE):
            self.heard = set(self._broker.bound)
            await self._leaves.wait()


class Gateway:
    """Its bindings, and the sockets that want to be in them."""

    def __init__(self, broker: Broker) -> None:
        self.bindings = Bindings(cast(Listener, broker))
        self._broker = broker
        self._sockets: list[Socket] = []

    def socket(self) -> Socket:
        """Another one comes."""
        socket = Socket(self.bindings, self._broker)
        self._sockets.append(socket)
        return socket

    async def empty(self) -> None:
        """All leave, and so nothing is bound any more."""
        for socket in self._sockets:
            socket.leave()
        await asyncio.gather(*(socket.task for socket in self._sockets), return_exceptions=True)
        await eventually(self._is_nothing_bound)

    async def _is_nothing_bound(self) -> bool:
        return not self._broker.bound


@pytest.fixture
async def broker() -> Broker:
    return Broker()


@pytest.fixture
async def gateway(broker: Broker) -> AsyncIterator[Gateway]:
    gateway = Gateway(broker)
    yield gateway
    await gateway.empty()


async def are_in(*sockets: Socket) -> None:
    """Return once they have gone on, bound to everything."""

    async def have_gone_on() -> bool:
        return all(socket.has_gone_on for socket in sockets)

    await eventually(have_gone_on)
    assert [socket.heard for socket in sockets] == [BOTH] * len(sockets)


async def has_asked(broker: Broker, *wanted: str) -> None:
    """Return once the broker was asked for just that."""

    async def is_so() -> bool:
        return broker.asked == [*wanted]

    await eventually(is_so)


async def test_of_two_that_come_at_once_one_binds_for_both(
    gateway: Gateway, broker: Broker
) -> None:
    broker.answers.clear()
    first, second = gateway.socket(), gateway.socket()
    await has_asked(broker, "bind")
    assert not first.has_gone_on
    assert not second.has_gone_on
    broker.answers.set()
    await are_in(first, second)
    assert broker.asked == BIND


async def test_it_is_bound_until_the_last_one_leaves(gateway: Gateway, broker: Broker) -> None:
    first, second = gateway.socket(), gateway.socket()
    await are_in(first, second)
    first.leave()
    await first.task
    third = gateway.socket()
    await are_in(third)
    second.leave()
    await second.task
    assert (broker.bound, broker.asked) == (BOTH, BIND)
    third.leave()
    await has_asked(broker, *BIND, *UNBIND)
    assert broker.bound == set()


async def test_who_joins_as_the_last_one_leaves_finds_it_bound(
    gateway: Gateway, broker: Broker
) -> None:
    last = gateway.socket()
    await are_in(last)
    last.leave()
    joins = gateway.socket()
    await are_in(joins)
    assert (broker.bound, broker.asked) == (BOTH, BIND)


async def test_who_joins_while_it_is_being_undone_is_bound_again_before_they_go_on(
    gateway: Gateway, broker: Broker
) -> None:
    last = gateway.socket()
    await are_in(last)
    broker.answers.clear()
    last.leave()
    await has_asked(broker, *BIND, "unbind")
    joins = gateway.socket()
    await asyncio.sleep(0)
    assert not joins.has_gone_on
    broker.answers.set()
    await are_in(joins)
    comes_later = gateway.socket()
    await are_in(comes_later)
    assert (broker.bound, broker.asked) == (BOTH, [*BIND, *UNBIND, *BIND])


async def test_who_gives_up_takes_nothing_from_those_who_wait_on(
    gateway: Gateway, broker: Broker
) -> None:
    broker.answers.clear()
    gives_up, waits = gateway.socket(), gateway.socket()
    await has_asked(broker, "bind")
    gives_up.task.cancel()
    with suppress(asyncio.CancelledError):
        await gives_up.task
    broker.answers.set()
    await are_in(waits)
    assert broker.asked == BIND


async def test_that_the_broker_is_away_is_told_to_all_who_wait_and_the_next_one_asks_anew(
    gateway: Gateway, broker: Broker
) -> None:
    broker.answers.clear()
    waiting = [gateway.socket(), gateway.socket()]
    await has_asked(broker, "bind")
    broker.is_away = True
    broker.answers.set()
    for socket in waiting:
        with pytest.raises(ConnectionError):
            await socket.task
    assert broker.asked == ["bind"]
    broker.is_away = False
    await are_in(gateway.socket())


async def test_a_broker_that_never_answers_is_not_waited_for_for_ever(
    gateway: Gateway, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bindings, "BIND_SECONDS", 0.05)
    broker.answers.clear()
    for socket in (gateway.socket(), gateway.socket()):
        with pytest.raises(TimeoutError):
            await socket.task
    broker.answers.set()
    await are_in(gateway.socket())


async def test_what_could_not_be_undone_is_bound_anew_for_the_next(
    gateway: Gateway, broker: Broker
) -> None:
    last = gateway.socket()
    await are_in(last)
    broker.is_away = True
    last.leave()
    await has_asked(broker, *BIND, "unbind")
    broker.is_away = False
    await are_in(gateway.socket())
    assert broker.asked == [*BIND, "unbind", *BIND]


@pytest.mark.parametrize("seed", range(20))
async def test_however_they_come_and_go_whoever_is_in_is_bound_and_in_the_end_nothing_is(
    gateway: Gateway, broker: Broker, seed: int
) -> None:
    random = Random(seed)

    async def some_time() -> None:
        for _ in range(random.randrange(4)):
            await asyncio.sleep(0)

    async def come_and_go() -> None:
        for _ in range(10):
            async with gateway.bindings.held(WORKSPACE):
                for _ in range(3):
                    assert broker.bound == BOTH
                    await some_time()
            await some_time()

    broker.wait = some_time
    async with asyncio.TaskGroup() as sockets:
        for _ in range(4):
            sockets.create_task(come_and_go())
    await gateway.empty()
