"""What the databases, the log of events and the mail sink hold when everything has come to rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """One row of a thread."""

    id: str
    conversation_id: str
    seq: int
    client_id: str
    author: str
    is_agent: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """One row; ``deletion`` while it is in the trash, ``conversion`` as (state, ticket id)."""

    id: str
    workspace: str
    client_id: str
    version: int
    last_seq: int
    deletion: int | None = None
    conversion: tuple[str, str | None] | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One row, with the ``seqs`` of its transcript."""

    id: str
    workspace: str
    conversation_id: str
    number: int
    seqs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the trash."""

    conversation_id: str
    state: str
    deletion: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """An agent who was told, or not, of a conversation over a channel."""

    agent: str
    channel: str
    conversation_id: str
    state: str
    dispatch: str | None


@dataclass(frozen=True, slots=True)
class Mail:
    """What the mail server took; ``about`` are the conversations that it names."""

    to: str
    message_id: str
    about: frozenset[str]


@dataclass(frozen=True)
class Stored:
    """All of it. ``said`` maps a conversation to the sequences of its events in the log, and
    ``offered`` to those that other teams may hear of.
    """

    conversations: Sequence[Conversation] = ()
    messages: Sequence[Message] = ()
    tickets: Sequence[Ticket] = ()
    entries: Sequence[Entry] = ()
    deliveries: Sequence[Delivery] = ()
    mails: Sequence[Mail] = ()
    said: Mapping[str, frozenset[int]] = field(default_factory=dict)
    offered: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def thread(self, conversation_id: str) -> list[Message]:
        """The messages of a conversation in the order of ``seq``."""
        return self.threads.get(conversation_id, [])

    @property
    def threads(self) -> dict[str, list[Message]]:
        """The messages by conversation, each in the order of ``seq``."""
        found: dict[str, list[Message]] = {}
        for message in sorted(self.messages, key=lambda message: message.seq):
            found.setdefault(message.conversation_id, []).append(message)
        return found

    @property
    def purged(self) -> frozenset[str]:
        """Conversations of which a receipt is left."""
        return frozenset(e.conversation_id for e in self.entries if e.state == "purged")
