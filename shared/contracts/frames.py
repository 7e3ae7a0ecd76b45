"""Socket frames: the event in short for agents, and types of their own for customers."""

from typing import Annotated, ClassVar, Generic, Literal

from pydantic import Field, StringConstraints

from shared.contracts.conversation_events import ConversationClosed, MessageSent
from shared.contracts.conversations import Seq
from shared.contracts.events import Data, Fact
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


ClientFrame = Annotated[TokenFrame | PingFrame, Field(discriminator="type")]
"""What a client may say on a socket."""


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


class VisitorWorkspaceChanged(Fact):
    """Whether the workspace's live chat is open to customers now."""

    event_type: ClassVar[str] = "workspace.changed.v1"
    enabled: bool


VisitorFact = (
    MessageSent | ConversationClosed | VisitorConverted | VisitorRead | VisitorWorkspaceChanged
)
"""Everything that a customer's socket may carry."""
