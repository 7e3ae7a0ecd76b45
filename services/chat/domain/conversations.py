"""A conversation: started by a customer, grown by messages, read, and closed once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from services.chat.domain import attachments, messages
from services.chat.domain.people import SYSTEM, Author, Customer
from services.chat.domain.tickets import Conversion
from services.chat.domain.trash import Deletion
from shared import refusals

Status = Literal["active", "closed"]

TRANSCRIPTS = 5
TRANSCRIPTS_WITHIN = timedelta(hours=1)
"""How many transcripts of one conversation may be asked for within that time."""


class ConversationClosed(refusals.Conflict):
    """Nobody writes to a closed conversation."""

    slug, title = "conversation-closed", "This conversation is closed"


class ConversationConverted(ConversationClosed):
    """It is closed for good: it goes on as a ticket."""

    slug, title = "conversation-converted", "This conversation goes on as a ticket"


class NewerReply(refusals.Conflict):
    """The reply guard: another agent answered after what the author had seen."""

    slug, title = "newer-reply", "Another agent has answered since"


class ClientIdTaken(refusals.Conflict):
    """Somebody else started a conversation under this ``client_id``."""

    slug, title = "client-id-taken", "This client_id belongs to another conversation"


class TooManyTranscripts(refusals.RateLimited):
    """This conversation was mailed often enough for now."""

    slug, title = "too-many-transcripts", "Too many transcripts of this conversation"


@dataclass(frozen=True, slots=True)
class Conversation:
    """All of it but its messages.

    ``version`` grows by one with every change. ``reads`` and ``replies`` map agents' ids to the
    last message that they have seen and written. ``transcripts`` are the moments of late at which
    one was asked for. ``deletion`` is there while it is in the trash.
    """

    id: str
    workspace_id: str
    client_id: str
    version: int
    status: Status
    customer: Customer
    last_message: messages.LastMessage
    last_responder: Author | None
    last_seq: int
    customer_read_seq: int
    reads: Mapping[str, int]
    replies: Mapping[str, int]
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    closed_by: Author | None
    conversion: Conversion | None = None
    transcripts: tuple[datetime, ...] = ()
    deletion: Deletion | None = None

    @property
    def agents_read_seq(self) -> int:
        """The last message that any agent has seen, 0 for none."""
        return max(self.reads.values(), default=0)

    def read_seq(self, reader: Author) -> int:
        """The last message that ``reader`` has seen, 0 for none."""
        if reader.kind == "customer":
            return self.customer_read_seq
        return self.reads.get(reader.id, 0)

    def newest_reply_of_others(self, agent: Author) -> int:
        """The last message that an agent other than ``agent`` wrote, 0 for none."""
        return max((seq for who, seq in self.replies.items() if who != agent.id), default=0)


@dataclass(frozen=True, slots=True)
class Posted:
    """A message, and the conversation that now ends with it."""

    conversation: Conversation
    message: messages.Message


def start(
    workspace_id: str,
    customer: Customer,
    draft: messages.Draft,
    now: datetime,
    *,
    conversation_id: str,
    message_id: str,
) -> Posted:
    """A conversation opened by its customer's first message.

    ``draft.client_id`` names the conversation, and whoever repeats it is let in as its customer;
    so the message, which agents see too, goes by its own id instead.
    """
    message = messages.Message(
        id=message_id,
        workspace_id=workspace_id,
        conversation_id=conversation_id,
        seq=1,
        client_id=message_id,
        author=Author("customer", customer.id, customer.name),
        text=draft.text.strip(),
        attachments=(),
        sent_at=now,
    )
    return Posted(_opened_by(message, customer, draft.client_id), message)


def post(
    conversation: Conversation,
    author: Author,
    draft: messages.Draft,
    uploads: Sequence[attachments.Upload],
    now: datetime,
    *,
    message_id: str,
) -> Posted:
    """The next message; ``uploads`` is what is known of ``draft.attachment_ids``.

    Raises ``ConversationClosed``, ``NewerReply`` or ``attachments.UnknownAttachment``.
    """
    refuse_when_closed(conversation)
    _hold_blind_reply(conversation, author, draft)
    message = messages.Message(
        id=message_id,
        workspace_id=conversation.workspace_id,
        conversation_id=conversation.id,
        seq=conversation.last_seq + 1,
        client_id=draft.client_id,
        author=author,
        text=draft.text.strip(),
        attachments=attachments.posted(uploads, draft.attachment_ids, conversation.id, author, now),
        sent_at=now,
    )
    return Posted(_followed_by(conversation, message), message)


def mark_read(conversation: Conversation, reader: Author, seq: int) -> Conversation:
    """``reader`` has seen the messages up to ``seq``; the same object when that is no news."""
    seq = min(seq, conversation.last_seq)
    if seq <= conversation.read_seq(reader):
        return conversation
    return _seen_by(replace(conversation, version=conversation.version + 1), reader, seq)


def close(conversation: Conversation, closer: Author, now: datetime) -> Conversation:
    """Ended by ``closer``; the same object when it was closed before."""
    if conversation.status == "closed":
        return conversation
    return replace(
        conversation,
        version=conversation.version + 1,
        status="closed",
        updated_at=now,
        closed_at=now,
        closed_by=closer,
    )


def request_transcript(conversation: Conversation, now: datetime) -> Conversation:
    """Somebody wants it by mail. Raises ``TooManyTranscripts``."""
    lately = tuple(t for t in conversation.transcripts if now - t < TRANSCRIPTS_WITHIN)
    if len(lately) >= TRANSCRIPTS:
        wait = lately[0] + TRANSCRIPTS_WITHIN - now
        raise TooManyTranscripts(retry_after=max(1, round(wait.total_seconds())))
    return replace(conversation, version=conversation.version + 1, transcripts=(*lately, now))


def note(
    conversation: Conversation, client_id: str, text: str, now: datetime, *, message_id: str
) -> Posted:
    """A line that the system adds, to a closed conversation too."""
    message = messages.Message(
        id=message_id,
        workspace_id=conversation.workspace_id,
        conversation_id=conversation.id,
        seq=conversation.last_seq + 1,
        client_id=client_id,
        author=SYSTEM,
        text=text,
        attachments=(),
        sent_at=now,
    )
    return Posted(_followed_by(conversation, message), message)


def refuse_when_closed(conversation: Conversation) -> None:
    """Raises ``ConversationClosed``, or ``ConversationConverted``, which is one."""
    if conversation.conversion and conversation.conversion.state == "created":
        raise ConversationConverted
    if conversation.status == "closed":
        raise ConversationClosed


def refuse_stranger(conversation: Conversation, customer: Customer) -> None:
    """Only who knows the name and the address too may resume a start by its ``client_id``.

    Raises ``ClientIdTaken``.
    """
    started_by = conversation.customer
    if (customer.name, customer.email) != (started_by.name, started_by.email):
        raise ClientIdTaken


def _opened_by(message: messages.Message, customer: Customer, client_id: str) -> Conversation:
    return Conversation(
        id=message.conversation_id,
        workspace_id=message.workspace_id,
        client_id=client_id,
        version=1,
        status="active",
        customer=customer,
        last_message=messages.in_short(message),
        last_responder=None,
        last_seq=message.seq,
        customer_read_seq=message.seq,
        reads={},
        replies={},
        created_at=message.sent_at,
        updated_at=message.sent_at,
        closed_at=None,
        closed_by=None,
    )


def _hold_blind_reply(conversation: Conversation, author: Author, draft: messages.Draft) -> None:
    if author.kind == "customer" or draft.last_seen_seq is None or draft.send_anyway:
        return
    if conversation.newest_reply_of_others(author) > draft.last_seen_seq:
        raise NewerReply


def _followed_by(conversation: Conversation, message: messages.Message) -> Conversation:
    grown = replace(
        conversation,
        version=conversation.version + 1,
        last_message=messages.in_short(message),
        last_seq=message.seq,
        updated_at=message.sent_at,
    )
    if message.author.kind == "agent":
        replies = {**conversation.replies, message.author.id: message.seq}
        grown = replace(grown, last_responder=message.author, replies=replies)
    if message.author.kind == "system":
        return _seen_by_those_who_saw_all(grown, before_seq=conversation.last_seq)
    return _seen_by(grown, message.author, message.seq)


def _seen_by(conversation: Conversation, reader: Author, seq: int) -> Conversation:
    if reader.kind == "customer":
        return replace(conversation, customer_read_seq=seq)
    return replace(conversation, reads={**conversation.reads, reader.id: seq})


def _seen_by_those_who_saw_all(conversation: Conversation, before_seq: int) -> Conversation:
    """A line of the system is nothing to answer, so it makes nothing unread."""

    def moved(seq: int) -> int:
        return conversation.last_seq if seq == before_seq else seq

    return replace(
        conversation,
        customer_read_seq=moved(conversation.customer_read_seq),
        reads={agent_id: moved(seq) for agent_id, seq in conversation.reads.items()},
    )
