"""What ``services/chat`` says about conversations."""

from typing import ClassVar, Literal

from shared.contracts.conversations import ConversationFacts, Message, Seq
from shared.contracts.events import Fact
from shared.contracts.people import Author
from shared.contracts.values import Id, Timestamp, Wire


class Reader(Wire):
    """Whose read mark moved."""

    kind: Literal["customer", "agent"]
    id: Id


class ConversationStarted(Fact):
    """A customer wrote for the first time."""

    event_type: ClassVar[str] = "conversation.started.v1"
    conversation: ConversationFacts
    message: Message


class MessageSent(Fact):
    """A message was stored; its author has read the conversation up to it."""

    event_type: ClassVar[str] = "conversation.message_sent.v1"
    message: Message


class ConversationRead(Fact):
    """Someone has seen the conversation up to ``seq``."""

    event_type: ClassVar[str] = "conversation.read.v1"
    reader: Reader
    seq: Seq


class ConversationClosed(Fact):
    """An agent or the customer ended the conversation."""

    event_type: ClassVar[str] = "conversation.closed.v1"
    closed_by: Author
    closed_at: Timestamp
