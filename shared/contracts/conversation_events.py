"""What ``services/chat`` says about conversations."""

from typing import ClassVar, Literal

from shared.contracts.conversations import (
    ConversationFacts,
    LastMessage,
    Message,
    Seq,
    Status,
    TicketLink,
)
from shared.contracts.events import Fact
from shared.contracts.notifications import TranscriptMessage
from shared.contracts.people import Author, Customer, Person
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


class ConversionRequested(Fact):
    """An agent asked for a ticket; the thread of ``last_seq`` messages is locked meanwhile.

    Said again, with the same ``request_id``, when no answer came for a while.
    """

    event_type: ClassVar[str] = "conversation.conversion_requested.v1"
    ticket: TicketLink
    request_id: Id
    subject: str
    company_id: Id
    requester: Customer
    requested_by: Author
    last_seq: Seq


class ConversationConverted(Fact):
    """The conversation goes on as a ticket, for good."""

    event_type: ClassVar[str] = "conversation.converted.v1"
    ticket: TicketLink


class ConversionFailed(Fact):
    """There is no ticket, for the ``reason`` in ``ticket``; the conversation is closed as before,
    and may be converted again.
    """

    event_type: ClassVar[str] = "conversation.conversion_failed.v1"
    ticket: TicketLink


class TranscriptRequested(Fact):
    """Someone wants the conversation by mail, in the time zone named.

    ``messages`` are the newest, in their order; ``omitted`` counts those before them that no event
    has room for.
    """

    event_type: ClassVar[str] = "conversation.transcript_requested.v1"
    request_id: Id
    to: str
    time_zone: str
    requested_by: Author
    customer: Customer
    started_at: Timestamp
    messages: list[TranscriptMessage]
    omitted: int


class ConversationDeleted(Fact):
    """An agent put the conversation into the trash: it is in no list any more and on no route but
    the trash's.
    """

    event_type: ClassVar[str] = "conversation.deleted.v1"
    customer: Customer
    last_message: LastMessage
    status: Status
    ticket: TicketLink | None
    deleted_by: Person
    deleted_at: Timestamp


class ConversationRestored(Fact):
    """It is back from the trash, as it was. ``reads`` maps agents' ids to the last message that
    each has seen.
    """

    event_type: ClassVar[str] = "conversation.restored.v1"
    conversation: ConversationFacts
    reads: dict[Id, Seq]


class ConversationPurged(Fact):
    """Nothing of it is left, for good; whoever keeps a copy forgets it."""

    event_type: ClassVar[str] = "conversation.purged.v1"
    can_wait: ClassVar[bool] = True
    purged_at: Timestamp
