"""What became of a conversation, as the events that others hear. Nothing else leaves."""

from datetime import datetime

from services.chat import views
from services.chat.domain.conversations import Conversation, Posted
from services.chat.domain.people import Author
from shared import telemetry
from shared.contracts import conversation_events as contracts
from shared.contracts.events import Data, Event, envelope

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
    fact = contracts.ConversationRead(
        reader=contracts.Reader(kind=reader.kind, id=reader.id), seq=conversation.read_seq(reader)
    )
    return _event(fact, conversation, now, event_id)


def closed(
    conversation: Conversation, closer: Author, now: datetime, event_id: str
) -> Event[contracts.ConversationClosed]:
    """An agent or the customer ended it."""
    fact = contracts.ConversationClosed(closed_by=views.author(closer), closed_at=now)
    return _event(fact, conversation, now, event_id)


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
