"""What a page shows, by the rule of docs/live-sockets.md: a frame is applied where it is the next
of its conversation, ignored where it is old, and where one is missing the conversation is read.
Pure: who follows a socket reads, and tells the page what was found.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.resilience.soak.record import Shown

Json = dict[str, Any]
MESSAGE_SENT = "conversation.message_sent.v1"
STARTED = "conversation.started.v1"
DELETED = "conversation.deleted.v1"
RESTORED = "conversation.restored.v1"


@dataclass
class Thread:
    """One conversation on the page; its messages as they appeared."""

    version: int
    messages: list[tuple[int, str]] = field(default_factory=list)

    @property
    def last_seq(self) -> int:
        return self.messages[-1][0] if self.messages else 0

    def add(self, messages: Iterable[Json]) -> None:
        """Those that are not there yet, by id."""
        known = {message_id for _, message_id in self.messages}
        for message in messages:
            if message["id"] not in known:
                self.messages.append((message["seq"], message["id"]))

    def shown(self, conversation_id: str, *, is_current: bool) -> Shown:
        return Shown(conversation_id, self.version, tuple(self.messages), is_current)


class Page:
    """The threads of one page, and those that were on it before."""

    def __init__(self) -> None:
        self.threads: dict[str, Thread] = {}
        self.carried: set[tuple[str, int, str]] = set()
        self._deleted: dict[str, int] = {}
        self._past: list[Shown] = []

    def hear(self, frame: Json) -> str | None:
        """Apply a frame; returns the conversation that has to be read, if one has."""
        if not frame["type"].startswith("conversation."):
            return None
        conversation_id, sequence = frame["subject"], frame["sequence"]
        messages = self._carry(frame)
        thread = self.threads.get(conversation_id)
        if sequence <= self._version(conversation_id):
            return None
        if frame["type"] == DELETED:
            self.remove(conversation_id, sequence)
        elif frame["type"] == STARTED:
            self.threads[conversation_id] = Thread(sequence)
            self.threads[conversation_id].add(messages)
        elif thread is None or sequence > thread.version + 1 or frame["type"] == RESTORED:
            return str(conversation_id)
        else:
            thread.version = sequence
            thread.add(messages)
        return None

    def read(self, conversation_id: str, version: int, messages: Iterable[Json]) -> None:
        """A conversation was read; its messages may be newer than its version, never older."""
        if version <= self._deleted.get(conversation_id, 0):
            return
        thread = self.threads.setdefault(conversation_id, Thread(version))
        thread.version = max(thread.version, version)
        thread.add(messages)

    def remove(self, conversation_id: str, version: int = 0) -> None:
        """It is in no list any more, from that version on."""
        self._deleted[conversation_id] = max(version, self._version(conversation_id))
        if thread := self.threads.pop(conversation_id, None):
            self._past.append(thread.shown(conversation_id, is_current=False))

    def last_seq(self, conversation_id: str) -> int:
        """The newest message of a thread, 0 where there is none."""
        thread = self.threads.get(conversation_id)
        return thread.last_seq if thread else 0

    def shown(self, *, is_current: bool) -> tuple[Shown, ...]:
        """All that was ever on the page."""
        now = (thread.shown(one, is_current=is_current) for one, thread in self.threads.items())
        return (*self._past, *now)

    def _version(self, conversation_id: str) -> int:
        thread = self.threads.get(conversation_id)
        return thread.version if thread else self._deleted.get(conversation_id, 0)

    def _carry(self, frame: Json) -> list[Json]:
        """The message that comes with a frame, if one does."""
        if frame["type"] not in (MESSAGE_SENT, STARTED):
            return []
        message = frame["data"]["message"]
        self.carried.add((message["conversation_id"], message["seq"], message["id"]))
        return [message]
