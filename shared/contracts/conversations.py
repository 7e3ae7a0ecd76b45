"""Conversations and messages as agents, and as customers, see them."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from shared.contracts.people import Author, Customer, Email, Person
from shared.contracts.values import (
    FILES_PER_MESSAGE,
    TEXT_LIMIT,
    ClientId,
    Id,
    Name,
    Request,
    Timestamp,
    Wire,
)

Status = Literal["active", "closed"]
Text = Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]
Seq = Annotated[int, Field(ge=0)]


class Attachment(Wire):
    """A file of a message; ``size`` in bytes."""

    id: Id
    name: str
    size: int
    content_type: str


class Message(Wire):
    """One message; ``seq`` counts 1, 2, 3 … within its conversation without a gap."""

    id: Id
    conversation_id: Id
    seq: Seq
    client_id: ClientId
    author: Author
    text: str
    attachments: list[Attachment]
    sent_at: Timestamp


class LastMessage(Wire):
    """The newest message in a list row: the first 200 characters, and how many files."""

    text: str
    author: Author
    sent_at: Timestamp
    attachments: int


class TicketLink(Wire):
    """How far the conversion of a conversation into a ticket has come.

    ``id`` and ``number`` are those of the ticket, once it is ``created``; a customer is told of
    it then, and of the number alone. ``reason`` says why it was ``rejected``:
    ``unknown-company``.
    """

    state: Literal["requested", "created", "rejected"]
    id: Id | None = None
    number: int | None = None
    reason: str | None = None


class ConversationFacts(Wire):
    """A conversation as everyone in the workspace sees it.

    ``version`` grows by one with every event about the conversation and equals the ``sequence``
    of the newest. ``customer_read_seq`` is the last message that the customer has seen.
    """

    id: Id
    version: int
    status: Status
    customer: Customer
    last_message: LastMessage
    last_responder: Person | None
    last_seq: Seq
    customer_read_seq: Seq
    ticket: TicketLink | None
    created_at: Timestamp
    updated_at: Timestamp
    closed_at: Timestamp | None
    closed_by: Author | None


class Conversation(ConversationFacts):
    """A conversation as one agent sees it: with the agent's own read mark.

    ``unread`` = ``last_seq`` − ``read_seq``; an agent's own message counts as read by them.
    ``agents_read_seq`` is the last message that any agent has seen; 0 while nobody has looked.
    """

    read_seq: Seq
    unread: Seq
    agents_read_seq: Seq


class Counts(Wire):
    """How many conversations of each status a workspace has, exactly."""

    active: int
    closed: int


class Messages(Wire):
    """Messages of one thread in ascending ``seq``."""

    items: list[Message]


class VisitorConversation(Wire):
    """A conversation as its customer sees it; nothing about who merely looks at it.

    ``agents_read_seq`` is the last message that any agent has seen.
    """

    id: Id
    version: int
    status: Status
    last_seq: Seq
    read_seq: Seq
    unread: Seq
    agents_read_seq: Seq
    last_responder: Person | None
    ticket: TicketLink | None
    created_at: Timestamp
    updated_at: Timestamp
    closed_at: Timestamp | None
    closed_by: Author | None


class StartConversation(Request):
    """A customer's first message, with who they are."""

    client_id: ClientId
    name: Name
    email: Email
    text: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1)]


class StartedConversation(Wire):
    """The new conversation, or the one that the same ``client_id`` started before."""

    conversation: VisitorConversation
    message: Message


class OpenedConversation(StartedConversation):
    """What the widget gets: the conversation and the visitor token to go on with it."""

    token: str


class PostVisitorMessage(Request):
    """A customer's message: text, files, or both."""

    client_id: ClientId
    text: Text = ""
    attachment_ids: list[Id] = Field(default_factory=list, max_length=FILES_PER_MESSAGE)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text.strip() and not self.attachment_ids:
            raise ValueError("a message needs text or a file")
        return self


class PostMessage(PostVisitorMessage):
    """An agent's message; the reply guard holds it when another agent wrote after
    ``last_seen_seq``, unless ``send_anyway``. Without ``last_seen_seq`` nothing is held.
    """

    last_seen_seq: Seq | None = None
    send_anyway: bool = False


class MarkRead(Request):
    """``seq`` of the newest message that the reader has seen."""

    seq: Seq
