"""Chat and trash agree in the end, whatever people do and however events are repeated, reordered
and delayed. No inbox helps here: every event may be heard any number of times.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.chat.domain import deletions
from services.chat.domain.conversations import Conversation
from services.trash import domain
from services.trash.domain import Entry
from shared import refusals
from tests.unit.chat.builders import ANN as AGENT
from tests.unit.chat.builders import a_conversation
from tests.unit.trash.entries import ANN, BEN, NOW, RETENTION, a_deletion


@dataclass
class World:
    """The two services, and every event that either has ever said to the other."""

    chat: Conversation | None = field(default_factory=lambda: a_conversation(AGENT))
    entry: Entry | None = None
    now: datetime = NOW
    to_trash: list[Callable[[Entry | None], Entry]] = field(default_factory=list)
    to_chat: list[tuple[str, int]] = field(default_factory=list)
    due_at: dict[int, datetime] = field(default_factory=dict)
    restores: set[int] = field(default_factory=set)
    purges: set[int] = field(default_factory=set)

    def decide(self, after: Entry) -> None:
        """What trash decides is said, once per decision."""
        if after is not self.entry and after.is_waiting:
            self.to_chat.append((after.state, after.deletion))
            (self.restores if after.state == "restoring" else self.purges).add(after.deletion)
        self.entry = after

    def hear(self, number: int) -> None:
        self.entry = self.to_trash[number](self.entry)

    def do(self, number: int) -> None:
        wanted, deletion = self.to_chat[number]
        if wanted == "restoring":
            self._restore(deletion)
        else:
            self._purge(deletion)

    def _restore(self, deletion: int) -> None:
        if self.chat is None:
            return
        after = deletions.restore(self.chat, deletion)
        if after is not self.chat:
            undone = self.chat.deletion
            assert undone is None or undone.sequence in self.restores
            self.chat = after
            sequence, now = after.version, self.now
            self.to_trash.append(lambda e: domain.restored(e or nothing(), sequence, now))

    def _purge(self, deletion: int) -> None:
        if self.chat and not deletions.may_be_purged(self.chat, deletion):
            return
        if self.chat and self.chat.deletion:
            assert self.chat.deletion.sequence in self.purges
        sequence, now = deletion + 1, self.now
        self.chat = None
        self.to_trash.append(lambda e: domain.purged(e or nothing(), sequence, now))


def nothing() -> Entry:
    return domain.unheard("c1", "w1")


class ChatAndTrash(RuleBasedStateMachine):
    """Each rule is one thing that may happen at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.original = replace(a_conversation(AGENT), version=0, deletion=None)

    @precondition(lambda self: self.world.chat and not self.world.chat.deletion)
    @rule()
    def an_agent_deletes(self) -> None:
        world = self.world
        assert world.chat is not None
        world.chat = deletions.delete(world.chat, AGENT, world.now)
        sequence, told = world.chat.version, a_deletion(at=world.now)
        world.due_at[sequence] = world.now + RETENTION
        world.to_trash.append(
            lambda e: domain.hold(
                e, told, RETENTION, conversation_id="c1", workspace_id="w1", sequence=sequence
            )
        )

    @rule()
    def an_agent_restores(self) -> None:
        try:
            self.world.decide(domain.restore(self.world.entry, BEN, self.world.now))
        except refusals.Refusal:
            return

    @rule()
    def an_admin_purges(self) -> None:
        try:
            after = domain.purge(self.world.entry, ANN)
        except refusals.Refusal:
            return
        self.world.decide(after)

    @rule(days=st.sampled_from([1, 29, 30, -1]))
    def the_clock_moves(self, days: int) -> None:
        self.world.now += timedelta(days=days)

    @rule()
    def trash_looks_for_what_is_due(self) -> None:
        world = self.world
        if world.entry is None:
            return
        after = domain.purge_when_due(world.entry, world.now)
        assert after is world.entry or world.now >= world.due_at[after.deletion]
        world.decide(after)

    @rule()
    def trash_asks_again(self) -> None:
        if self.world.entry:
            self.world.decide(domain.ask_again(self.world.entry))

    @precondition(lambda self: self.world.to_trash)
    @rule(data=st.data())
    def trash_hears_any_event(self, data: st.DataObject) -> None:
        self.world.hear(data.draw(st.integers(0, len(self.world.to_trash) - 1)))

    @precondition(lambda self: self.world.to_chat)
    @rule(data=st.data())
    def chat_hears_any_event(self, data: st.DataObject) -> None:
        self.world.do(data.draw(st.integers(0, len(self.world.to_chat) - 1)))

    @invariant()
    def of_one_deletion_never_both(self) -> None:
        assert not self.world.restores & self.world.purges

    @invariant()
    def what_is_there_is_as_it_was(self) -> None:
        chat = self.world.chat
        assert chat is None or replace(chat, version=0, deletion=None) == self.original

    @invariant()
    def a_receipt_is_about_what_is_gone(self) -> None:
        entry = self.world.entry
        if entry and entry.state == "purged":
            assert self.world.chat is None
            assert entry.deleted is None

    def teardown(self) -> None:
        """Everything that was said is heard, and what is unanswered is asked for again."""
        world = self.world
        for _ in range(4):
            for number in range(len(world.to_trash)):
                world.hear(number)
            self.trash_asks_again()
            for number in range(len(world.to_chat)):
                world.do(number)
        for number in range(len(world.to_trash)):
            world.hear(number)
        state = world.entry.state if world.entry else "restored"
        if world.chat is None:
            assert state == "purged"
        else:
            assert state == ("held" if world.chat.deletion else "restored")


ChatAndTrash.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestChatAndTrash = ChatAndTrash.TestCase
