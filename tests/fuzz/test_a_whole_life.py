"""The whole life of a conversation in chat, tickets and trash, against a pure model. Every step may
be done twice, one after the other or at once, and every event may come late, again, and in any
order.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Literal, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.chat.domain.messages import Draft
from services.chat.domain.people import Customer
from services.chat.domain.trash import NoConversation
from services.chat.use_cases import commands, conversions, posting, starting
from services.chat.use_cases import trash as deleting
from services.trash import use_cases as trash
from shared import clock
from shared.identity import Principal
from tests.fuzz.budget import budget
from tests.fuzz.life import checks, world
from tests.fuzz.life.model import Line, Model
from tests.fuzz.life.outcomes import Step, both, outcome, outcome_of
from tests.fuzz.life.world import Delivery, Services
from tests.servers import MongoServer

Result = TypeVar("Result")
How = Literal["once", "again", "at once"]

HOWS = st.sampled_from(["once", "again", "at once"])
WHO = st.sampled_from(["mia", "ann", "ben"])
AGENTS = st.sampled_from(["ann", "ben"])
CLIENT_IDS = st.sampled_from(["a", "b", "c", "d"])
TEXTS = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)
LOOKS_AGAIN_SECONDS = 0.05
SETTLING_ROUNDS = 30


@contextmanager
def running(server: MongoServer) -> Iterator[tuple[asyncio.AbstractEventLoop, Services]]:
    """The services on an event loop of their own: the machine's steps are no coroutines."""
    loop = asyncio.new_event_loop()
    started = world.services(server)
    try:
        yield loop, loop.run_until_complete(started.__aenter__())
    finally:
        loop.run_until_complete(started.__aexit__(None, None, None))
        loop.close()


class AWholeLife(RuleBasedStateMachine):
    """Each rule is one thing that may happen at any time."""

    def __init__(self, loop: asyncio.AbstractEventLoop, services: Services) -> None:
        super().__init__()
        self.loop, self.services = loop, services
        self.workspace_id = clock.new_id()
        self.waiting: list[Delivery] = []
        self.delivered: list[Delivery] = []

    @initialize(text=TEXTS, how=HOWS)
    def a_customer_starts(self, text: str, how: How) -> None:
        chat, mia = self.services.chat, Customer("mia", "Mia", "mia@shop.example")

        async def start() -> object:
            posted, _ = await starting.start_conversation(
                chat, self.workspace_id, mia, Draft("first", text)
            )
            return posted.message

        message: Any = self.doubled(start, how)
        self.conversation_id = message.conversation_id
        self.model = Model([Line("customer:mia", message.client_id, text)])
        self.company_id = self.run(checks.a_company(self.services.desk, self.workspace_id))

    @rule(who=WHO, client_id=CLIENT_IDS, text=TEXTS, seen=st.none() | st.integers(0, 9), how=HOWS)
    def somebody_writes(
        self, who: str, client_id: str, text: str, seen: int | None, how: How
    ) -> None:
        async def post() -> object:
            message, _ = await posting.post_message(
                self.services.chat,
                self.as_(who),
                self.conversation_id,
                Draft(client_id, text, last_seen_seq=seen),
            )
            return message.seq

        author = "customer:mia" if who == "mia" else f"agent:{who}"
        self.agree(post, lambda: self.model.post(Line(author, client_id, text), seen), how)

    @rule(who=WHO, seq=st.integers(0, 9), how=HOWS)
    def somebody_reads(self, who: str, seq: int, how: How) -> None:
        chat, reader = self.services.chat, self.as_(who)
        self.agree(
            lambda: commands.mark_read(chat, reader, self.conversation_id, seq),
            self.model.be_here,
            how,
        )

    @rule(who=WHO, how=HOWS)
    def somebody_closes(self, who: str, how: How) -> None:
        chat, closer = self.services.chat, self.as_(who)
        self.agree(
            lambda: commands.close_conversation(chat, closer, self.conversation_id),
            self.model.close,
            how,
        )

    @rule(who=AGENTS, is_known=st.booleans(), how=HOWS)
    def an_agent_converts(self, who: str, is_known: bool, how: How) -> None:
        wish = checks.a_wish(self.company_id if is_known else "nobody")
        chat, agent = self.services.chat, self.as_(who)
        self.agree(
            lambda: conversions.request_conversion(chat, agent, self.conversation_id, wish),
            self.model.convert,
            how,
        )

    @rule(who=AGENTS, how=HOWS)
    def an_agent_deletes(self, who: str, how: How) -> None:
        chat, agent = self.services.chat, self.as_(who)

        async def delete() -> object:
            try:
                await deleting.delete_conversation(chat, agent, self.conversation_id)
            except NoConversation:
                """It was deleted before: what a repeat is told."""
            return None

        was_here = self.model.place == "here"
        self.doubled(delete, how)
        if was_here:
            sequence = self.run(checks.deletion(self.services, self.conversation_id))
            self.model.delete(sequence)

    @rule(who=AGENTS, how=HOWS)
    def an_agent_restores(self, who: str, how: How) -> None:
        bin_, agent = self.services.trash, self.as_(who)
        self.doubled(lambda: trash.restore(bin_, agent, self.conversation_id), how)

    @precondition(lambda self: self.model.place == "here")
    @rule(who=AGENTS)
    def it_is_deleted_restored_and_deleted_again(self, who: str) -> None:
        self.an_agent_deletes(who, "once")
        self.all_that_was_said_arrives()
        self.an_agent_restores(who, "once")
        self.all_that_was_said_arrives()
        self.an_agent_deletes(who, "once")

    @precondition(lambda self: self.model.deletions[:-1])
    @rule(data=st.data(), wanted=st.sampled_from(["restore", "purge"]), how=HOWS)
    def what_was_wanted_of_an_earlier_deletion_comes_late(
        self, data: st.DataObject, wanted: Literal["restore", "purge"], how: How
    ) -> None:
        deletion = data.draw(st.sampled_from(self.model.deletions[:-1]))
        delivery = self.services.late(wanted, deletion, self.as_("ann"), self.conversation_id)
        self.doubled(lambda: delivery.handler(delivery.event), how)

    @rule(how=HOWS)
    def an_admin_purges(self, how: How) -> None:
        bin_, admin = self.services.trash, self.as_("ann")
        self.doubled(lambda: trash.purge_at_once(bin_, admin, self.conversation_id), how)

    @rule(days=st.sampled_from([1, 29, 30, -1]))
    def the_clock_moves(self, days: int) -> None:
        self.services.time.at += timedelta(days=days)

    @rule(how=HOWS)
    def trash_looks_for_what_is_due(self, how: How) -> None:
        self.doubled(lambda: trash.purge_due(self.services.trash), how)

    @rule(how=HOWS)
    def those_who_wait_ask_again(self, how: How) -> None:
        self.doubled(lambda: trash.ask_again(self.services.trash), how)
        self.doubled(lambda: conversions.remind(self.services.chat), how)

    @rule(how=HOWS)
    def chat_purges_what_it_has_to(self, how: How) -> None:
        self.doubled(lambda: deleting.purge_due(self.services.chat), how)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), how=HOWS)
    def an_event_arrives(self, data: st.DataObject, how: How) -> None:
        number = data.draw(st.integers(0, len(self.waiting) - 1))
        delivery = self.waiting.pop(number)
        self.delivered.append(delivery)
        self.doubled(lambda: delivery.handler(delivery.event), how)

    @precondition(lambda self: self.delivered)
    @rule(data=st.data(), how=HOWS)
    def an_event_arrives_once_more(self, data: st.DataObject, how: How) -> None:
        number = data.draw(st.integers(0, len(self.delivered) - 1))
        delivery = self.delivered[number]
        self.doubled(lambda: delivery.handler(delivery.event), how)

    @rule()
    def all_that_was_said_arrives(self) -> None:
        self.run(self._settle())

    @invariant()
    def everything_is_as_everybody_was_told(self) -> None:
        self.run(self._look())

    def teardown(self) -> None:
        """Everything that was said is heard, and whoever waits asks again, until all is quiet."""
        if not hasattr(self, "model"):
            return
        for _ in range(SETTLING_ROUNDS):
            self.run(self._settle())
            if not self.waiting and not self.run(self._is_waited_for()):
                break
        self.run(checks.is_settled(self.services, self.model, self.conversation_id))

    async def _settle(self) -> None:
        await self._look()
        while self.waiting:
            delivery = self.waiting.pop(0)
            await delivery.handler(delivery.event)
            await self._look()
        await asyncio.sleep(LOOKS_AGAIN_SECONDS)
        await deleting.purge_due(self.services.chat)
        await self._look()

    async def _is_waited_for(self) -> bool:
        return await checks.is_waited_for(self.services, self.conversation_id)

    async def _look(self) -> None:
        for event in await self.services.said(self.workspace_id):
            checks.note_decision(self.model, event)
            self.waiting += self.services.deliveries(event)
        self.model.move(await checks.place(self.services, self.conversation_id))
        await checks.is_as_told(self.services, self.model, self.conversation_id)

    def as_(self, name: str) -> Principal:
        """The caller, as the gateway says who it is."""
        return checks.caller(name, self.workspace_id, self.conversation_id)

    def agree(self, step: Step, expected: Callable[[], object], how: How) -> None:
        """The service does what the model does, or refuses for the same reason."""
        found = self.doubled(step, how)
        wanted = outcome_of(expected)
        if isinstance(wanted, type):
            assert isinstance(found, type), f"should have been refused: {wanted.__name__}"
            assert issubclass(found, wanted)
        else:
            assert not isinstance(found, type), f"was refused: {found}"
            assert wanted is None or found == wanted

    def doubled(self, step: Step, how: How) -> object:
        """What comes of it; the same, when it is done twice."""
        if how == "at once":
            first, second = self.run(both(step))
        else:
            first = second = self.run(outcome(step))
        if how == "again":
            second = self.run(outcome(step))
        assert second == first
        return first

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(coroutine)


def test_a_conversation_lives_as_everybody_was_told(
    mongo_server: MongoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "HEARD_SECONDS", 0.0)
    monkeypatch.setattr(deleting, "WAIT_SECONDS", LOOKS_AGAIN_SECONDS)
    monkeypatch.setattr(deleting, "PAUSE_SECONDS", 0.0)
    with running(mongo_server) as (loop, services):

        class Life(AWholeLife):
            def __init__(self) -> None:
                super().__init__(loop, services)

        run_state_machine_as_test(Life, settings=budget(30, steps=30))
