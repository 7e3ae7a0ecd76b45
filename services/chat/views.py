"""Domain values as contracts: the only fields that agents, customers and events are shown."""

from collections.abc import Sequence

from services.chat.domain import attachments, conversations, messages
from services.chat.domain.people import Author
from services.chat.domain.tickets import Conversion
from shared.contracts import conversations as contracts
from shared.contracts import notifications, people


def facts(conversation: conversations.Conversation) -> contracts.ConversationFacts:
    """What is the same for everyone in the workspace."""
    return contracts.ConversationFacts(
        id=conversation.id,
        version=conversation.version,
        status=conversation.status,
        customer=people.Customer.model_validate(conversation.customer),
        last_message=contracts.LastMessage.model_validate(conversation.last_message),
        last_responder=_person(conversation.last_responder),
        last_seq=conversation.last_seq,
        customer_read_seq=conversation.customer_read_seq,
        ticket=ticket(conversation.conversion),
        created_at=conversation.created_at,
        updated_at=conversation.updated_at,
        closed_at=conversation.closed_at,
        closed_by=_author(conversation.closed_by),
    )


def for_agent(conversation: conversations.Conversation, agent: Author) -> contracts.Conversation:
    """With ``agent``'s own read mark, and how far any agent has read."""
    read_seq = conversation.read_seq(agent)
    return contracts.Conversation(
        **dict(facts(conversation)),
        read_seq=read_seq,
        unread=conversation.last_seq - read_seq,
        agents_read_seq=conversation.agents_read_seq,
    )


def for_customer(conversation: conversations.Conversation) -> contracts.VisitorConversation:
    """Of the facts only those that its contract names; the rest is dropped there."""
    told = dict(facts(conversation)) | {"ticket": _ticket_for_customer(conversation.conversion)}
    return contracts.VisitorConversation(
        **told,
        read_seq=conversation.customer_read_seq,
        unread=conversation.last_seq - conversation.customer_read_seq,
        agents_read_seq=conversation.agents_read_seq,
    )


def message(message: messages.Message) -> contracts.Message:
    """A message with its author and its files."""
    return contracts.Message.model_validate(message)


def thread(items: Sequence[messages.Message]) -> contracts.Messages:
    """Messages in the order given."""
    return contracts.Messages(items=[message(item) for item in items])


def transcript_message(message: messages.Message) -> notifications.TranscriptMessage:
    """A message as a transcript shows it."""
    return notifications.TranscriptMessage(
        author_kind=message.author.kind,
        author_name=message.author.name,
        text=message.text,
        attachments=[
            notifications.TranscriptAttachment.model_validate(file) for file in message.attachments
        ],
        sent_at=message.sent_at,
    )


def attachment(attachment: attachments.Attachment) -> contracts.Attachment:
    """A file, posted or not yet."""
    return contracts.Attachment.model_validate(attachment)


def author(author: Author) -> people.Author:
    """Who did something."""
    return people.Author.model_validate(author)


def ticket(conversion: Conversion | None) -> contracts.TicketLink | None:
    """How far the conversion has come."""
    if conversion is None:
        return None
    return contracts.TicketLink(
        state=conversion.state,
        id=conversion.ticket_id,
        number=conversion.number,
        reason=conversion.reason,
    )


def _ticket_for_customer(conversion: Conversion | None) -> contracts.TicketLink | None:
    """Once there is a ticket, its number."""
    if conversion is None or conversion.state != "created":
        return None
    return contracts.TicketLink(state="created", number=conversion.number)


def _author(closer: Author | None) -> people.Author | None:
    return None if closer is None else author(closer)


def _person(agent: Author | None) -> people.Person | None:
    return None if agent is None else people.Person.model_validate(agent)
