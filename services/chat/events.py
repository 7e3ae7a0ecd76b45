"""What became of a conversation, as the events that others hear. Nothing else leaves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from services.chat import views
from services.chat.domain.conversations import Conversation, Posted
from services.chat.domain.people import Author
from services.chat.domain.tickets import Conversion
from services.chat.domain.transcripts import Transcript
from services.chat.domain.trash import Purge
from shared import telemetry
from shared.contracts import conversation_events as contracts
from shared.contracts import people
from shared.contracts import transcript_events as transcripts
from shared.contracts.conversations import Message, TicketLink
from shared.contracts.events import LOG, Data, Event, envelope
from shared.contracts.log_events import LogPadded

SOURCE = "/services/chat"


def started(posted: Posted, now: datetime, event_id: str) -> Event[contracts.ConversationStarted]:
    """A customer wrote for the first time."""
    fact = contracts.ConversationStarted(
        conversation=views.facts(posted.conversation), message=views.message(posted.message)
    )
    return _event(fact, posted.conversation, now, event_id)


def message_sent(posted: Posted, now: datetime, event_id: str) -> Event[contracts.MessageSent]:
    """A message was stored."""
    fact = contracts.MessageSent(message=views.message(posted.message))
    return _event(fact, posted.conversation, now, event_id)


def read(
    conversation: Conversation, reader: Author, now: datetime, event_id: str
) -> Event[contracts.ConversationRead]:
    """Someone's read mark moved."""
    kind: Literal["customer", "agent"] = "customer" if reader.kind == "customer" else "agent"
    fact = contracts.ConversationRead(
        reader=contracts.Reader(kind=kind, id=reader.id), seq=conversation.read_seq(reader)
    )
    return _event(fact, conversation, now, event_id)


def closed(
    conversation: Conversation, closer: Author, now: datetime, event_id: str
) -> Event[contracts.ConversationClosed]:
    """An agent or the customer ended it."""
    fact = contracts.ConversationClosed(closed_by=views.author(closer), closed_at=now)
    return _event(fact, conversation, now, event_id)


def conversion_requested(
    conversation: Conversation, conversion: Conversion, now: datetime, event_id: str
) -> Event[contracts.ConversionRequested]:
    """An agent asked for a ticket, or had no answer for a while."""
    fact = contracts.ConversionRequested(
        ticket=TicketLink(state=conversion.state),
        request_id=conversion.request_id,
        subject=conversion.wish.subject,
        company_id=conversion.wish.company_id,
        requester=people.Customer.model_validate(conversation.customer),
        requested_by=views.author(conversion.requested_by),
        last_seq=conversation.last_seq,
    )
    return _event(fact, conversation, now, event_id)


def transcript_requested(
    conversation: Conversation, transcript: Transcript, now: datetime, event_id: str
) -> Event[contracts.TranscriptRequested]:
    """Someone wants the conversation by mail."""
    fact = contracts.TranscriptRequested(
        request_id=transcript.request_id,
        to=transcript.to,
        time_zone=transcript.time_zone,
        requested_by=views.author(transcript.requested_by),
        customer=people.Customer.model_validate(conversation.customer),
        started_at=conversation.created_at,
        messages=[views.transcript_message(message) for message in transcript.messages],
        omitted=transcript.omitted,
    )
    return _event(fact, conversation, now, event_id)


def converted(
    conversation: Conversation, ticket: TicketLink, now: datetime, event_id: str
) -> Event[contracts.ConversationConverted]:
    """The conversation goes on as a ticket."""
    fact = contracts.ConversationConverted(ticket=ticket)
    return _event(fact, conversation, now, event_id)


def conversion_failed(
    conversation: Conversation, ticket: TicketLink, now: datetime, event_id: str
) -> Event[contracts.ConversionFailed]:
    """There is no ticket; the conversation is closed as before."""
    return _event(contracts.ConversionFailed(ticket=ticket), conversation, now, event_id)


def deleted(
    conversation: Conversation, agent: Author, now: datetime, event_id: str
) -> Event[contracts.ConversationDeleted]:
    """An agent put it into the trash."""
    facts = views.facts(conversation)
    fact = contracts.ConversationDeleted(
        customer=facts.customer,
        last_message=facts.last_message,
        status=facts.status,
        ticket=facts.ticket,
        deleted_by=people.Person.model_validate(agent),
        deleted_at=now,
    )
    return _event(fact, conversation, now, event_id)


def restored(
    conversation: Conversation, now: datetime, event_id: str
) -> Event[contracts.ConversationRestored]:
    """It is back from the trash, as it was."""
    fact = contracts.ConversationRestored(
        conversation=views.facts(conversation), reads=dict(conversation.reads)
    )
    return _event(fact, conversation, now, event_id)


def purged(
    purge: Purge, sequence: int, now: datetime, event_id: str
) -> Event[contracts.ConversationPurged]:
    """Nothing of it is left but what a ticket has."""
    return envelope(
        contracts.ConversationPurged(purged_at=now),
        event_id=event_id,
        source=SOURCE,
        subject=purge.conversation_id,
        workspace_id=purge.workspace_id,
        sequence=sequence,
        time=now,
        traceparent=telemetry.traceparent(),
    )


def transcript_part_sent(
    conversation: Conversation,
    wanted: transcripts.TranscriptPartWanted,
    messages: Sequence[Message],
    now: datetime,
    event_id: str,
) -> Event[transcripts.TranscriptPartSent]:
    """A part of the transcript was asked for."""
    fact = transcripts.TranscriptPartSent(
        conversation_id=conversation.id,
        request_id=wanted.request_id,
        after_seq=wanted.after_seq,
        messages=list(messages),
    )
    return envelope(
        fact,
        event_id=event_id,
        source=SOURCE,
        subject=wanted.request_id,
        workspace_id=conversation.workspace_id,
        sequence=messages[-1].seq,
        time=now,
        traceparent=telemetry.traceparent(),
    )


def log_padded(number: int, size: int, now: datetime, event_id: str) -> Event[LogPadded]:
    """Once a week, in the log alone."""
    return envelope(
        LogPadded(padding="0" * size),
        event_id=event_id,
        source=SOURCE,
        subject=LOG,
        workspace_id="nobody",
        sequence=number,
        time=now,
        traceparent=telemetry.traceparent(),
    )


def _event(fact: Data, conversation: Conversation, now: datetime, event_id: str) -> Event[Data]:
    return envelope(
        fact,
        event_id=event_id,
        source=SOURCE,
        subject=conversation.id,
        workspace_id=conversation.workspace_id,
        sequence=conversation.version,
        time=now,
        traceparent=telemetry.traceparent(),
    )
