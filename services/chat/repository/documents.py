"""Domain values as documents, and back.

A conversation's document has two halves: what never changes, written once, and what every
transition may change, written whole.
"""

from dataclasses import asdict, fields
from typing import Any, TypeVar

from services.chat.domain.attachments import Attachment, Upload
from services.chat.domain.conversations import Conversation
from services.chat.domain.messages import LastMessage, Message
from services.chat.domain.people import Author, Customer
from services.chat.domain.tickets import Conversion, Wish
from services.chat.domain.trash import Deletion
from shared.mongo import Document

Flat = TypeVar("Flat", Author, Customer, Attachment)


def of_conversation(conversation: Conversation, terms: list[str]) -> Document:
    """The whole document; ``terms`` are what the customer is found by."""
    return {
        "_id": conversation.id,
        "workspace_id": conversation.workspace_id,
        "client_id": conversation.client_id,
        "customer": _flat(conversation.customer),
        "terms": terms,
        "created_at": conversation.created_at,
        **changing(conversation),
    }


def changing(conversation: Conversation) -> Document:
    """The half that transitions change."""
    return {
        "version": conversation.version,
        "status": conversation.status,
        "last_message": {
            "text": conversation.last_message.text,
            "author": _flat(conversation.last_message.author),
            "sent_at": conversation.last_message.sent_at,
            "attachments": conversation.last_message.attachments,
        },
        "last_responder": _flat_or_none(conversation.last_responder),
        "last_seq": conversation.last_seq,
        "customer_read_seq": conversation.customer_read_seq,
        "reads": conversation.reads,
        "replies": conversation.replies,
        "updated_at": conversation.updated_at,
        "closed_at": conversation.closed_at,
        "closed_by": _flat_or_none(conversation.closed_by),
        "conversion": conversation.conversion and asdict(conversation.conversion),
        "transcripts": list(conversation.transcripts),
        "deletion": conversation.deletion and asdict(conversation.deletion),
    }


def to_conversation(document: Document) -> Conversation:
    """The inverse of ``of_conversation``."""
    last = document["last_message"]
    return Conversation(
        id=document["_id"],
        workspace_id=document["workspace_id"],
        client_id=document["client_id"],
        version=document["version"],
        status=document["status"],
        customer=Customer(**document["customer"]),
        last_message=LastMessage(**{**last, "author": Author(**last["author"])}),
        last_responder=_author_or_none(document["last_responder"]),
        last_seq=document["last_seq"],
        customer_read_seq=document["customer_read_seq"],
        reads=document["reads"],
        replies=document["replies"],
        created_at=document["created_at"],
        updated_at=document["updated_at"],
        closed_at=document["closed_at"],
        closed_by=_author_or_none(document["closed_by"]),
        conversion=_conversion_or_none(document.get("conversion")),
        transcripts=tuple(document.get("transcripts", ())),
        deletion=_deletion_or_none(document.get("deletion")),
    )


def of_message(message: Message, words: list[str]) -> Document:
    """The whole document; ``words`` are what the message is found by."""
    return {
        "_id": message.id,
        "workspace_id": message.workspace_id,
        "conversation_id": message.conversation_id,
        "seq": message.seq,
        "client_id": message.client_id,
        "author": _flat(message.author),
        "text": message.text,
        "words": words,
        "attachments": [_flat(attachment) for attachment in message.attachments],
        "sent_at": message.sent_at,
    }


def to_message(document: Document) -> Message:
    """The inverse of ``of_message``."""
    return Message(
        id=document["_id"],
        workspace_id=document["workspace_id"],
        conversation_id=document["conversation_id"],
        seq=document["seq"],
        client_id=document["client_id"],
        author=Author(**document["author"]),
        text=document["text"],
        attachments=tuple(Attachment(**attachment) for attachment in document["attachments"]),
        sent_at=document["sent_at"],
    )


def to_upload(document: Document) -> Upload:
    """A file that is stored whole."""
    return Upload(
        attachment=Attachment(**document["attachment"]),
        workspace_id=document["workspace_id"],
        conversation_id=document["conversation_id"],
        uploader_key=document["uploader_key"],
        uploaded_at=document["uploaded_at"],
        message_id=document["message_id"],
        ticket_id=document.get("ticket_id"),
    )


def of_attachment(attachment: Attachment) -> Document:
    """As it stands in messages and in what is known of the upload."""
    return _flat(attachment)


def _flat(value: Flat) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _flat_or_none(author: Author | None) -> Document | None:
    return None if author is None else _flat(author)


def _author_or_none(document: Document | None) -> Author | None:
    return None if document is None else Author(**document)


def _conversion_or_none(document: Document | None) -> Conversion | None:
    if document is None:
        return None
    rest = dict(document)
    wish, requested_by = Wish(**rest.pop("wish")), Author(**rest.pop("requested_by"))
    return Conversion(wish=wish, requested_by=requested_by, **rest)


def _deletion_or_none(document: Document | None) -> Deletion | None:
    if document is None:
        return None
    return Deletion(**{**document, "deleted_by": Author(**document["deleted_by"])})
