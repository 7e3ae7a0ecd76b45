"""Socket frames: the event in short for agents, and types of their own for customers."""

from typing import Annotated, ClassVar, Generic, Literal

from pydantic import Field, StringConstraints

from shared.contracts.conversation_events import ConversationClosed, MessageSent
from shared.contracts.conversations import Seq, VisitorConversation
from shared.contracts.events import Data, Fact
from shared.contracts.people import Person
from shared.contracts.presence import Activity
from shared.contracts.values import Id, Request, Timestamp, Wire

FRAME_LIMIT_BYTES = 64 * 1024
"""Largest frame that a client may send."""


class TokenFrame(Request):
    """The first frame of a socket that has no cookie."""

    type: Literal["token"]
    token: Annotated[str, StringConstraints(min_length=1, max_length=4096)]


class PingFrame(Request):
    """Asks for a ``pong``."""

    type: Literal["ping"]


class PresenceFrame(Request):
    """An agent's: what this connection does where. It is at one conversation at a time, so a new
    one ends the last. ``none`` ends what it does at ``conversation_id``. To be repeated every
    five seconds; after eleven without one the agent counts as gone from there.
    """

    type: Literal["presence"]
    conversation_id: Id
    activity: Activity | Literal["none"]


class TypingFrame(Request):
    """A customer's: they type, or have stopped. To be repeated every few seconds while they do."""

    type: Literal["typing"]
    is_typing: bool


ClientFrame = Annotated[
    TokenFrame | PingFrame | PresenceFrame | TypingFrame, Field(discriminator="type")
]
"""What clients may say on a socket, the agents' and the customers' together."""


class ControlFrame(Wire):
    """``ready``: subscribed, take a fresh snapshot now (sent again whenever events may have been
    missed). ``pong``: answers ``ping``.
    """

    type: Literal["ready", "pong"]


class EventFrame(Wire, Generic[Data]):
    """An event in short."""

    type: str
    id: Id
    subject: str
    sequence: int
    time: Timestamp
    data: Data


class TranscriptAsked(Fact):
    """Someone has asked for a transcript, which is no frame's matter; it counts as a change."""

    event_type: ClassVar[str] = "conversation.transcript_requested.v1"


class VisitorRead(Fact):
    """An agent (any) has seen the customer's conversation up to ``seq``, or the customer has, on
    another page.
    """

    event_type: ClassVar[str] = "conversation.read.v1"
    by: Literal["customer", "agent"]
    seq: Seq


class VisitorConverted(Fact):
    """The conversation goes on as the ticket with this ``number``."""

    event_type: ClassVar[str] = "conversation.converted.v1"
    number: int


class VisitorDeleted(Fact):
    """The conversation has ended: it answers no more, unless it is restored."""

    event_type: ClassVar[str] = "conversation.deleted.v1"


class VisitorRestored(Fact):
    """The conversation goes on as it was."""

    event_type: ClassVar[str] = "conversation.restored.v1"
    conversation: VisitorConversation


class VisitorWorkspaceChanged(Fact):
    """Whether the workspace's live chat is open to customers now."""

    event_type: ClassVar[str] = "workspace.changed.v1"
    enabled: bool


class AgentTyping(Fact):
    """Who writes a reply to the customer now: all of them, or nobody any more."""

    event_type: ClassVar[str] = "agent.typing.v1"
    agents: list[Person]


class AgentsAvailability(Fact):
    """Whether any agent can be reached now. ``are_agents_online`` of the widget's configuration is
    the snapshot of it.
    """

    event_type: ClassVar[str] = "agents.availability.v1"
    are_online: bool


VisitorFact = (
    MessageSent
    | ConversationClosed
    | TranscriptAsked
    | VisitorConverted
    | VisitorDeleted
    | VisitorRead
    | VisitorRestored
    | VisitorWorkspaceChanged
    | AgentTyping
    | AgentsAvailability
)
"""Everything that a customer's socket may carry."""
