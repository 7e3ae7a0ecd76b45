"""Values to begin a sentence with: an agent, a customer, a conversation, a draft, an upload."""

from datetime import UTC, datetime, timedelta

from services.chat.domain import conversations
from services.chat.domain.attachments import Attachment, Upload
from services.chat.domain.conversations import Conversation
from services.chat.domain.messages import Draft
from services.chat.domain.people import Author, Customer

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)

ANN = Author("agent", "ann", "Ann", "/avatars/ann")
BEN = Author("agent", "ben", "Ben", "/avatars/ben")
MIA = Author("customer", "mia", "Mia Torres")


def a_conversation(*authors: Author, closed: bool = False) -> Conversation:
    """Opened by Mia, then one message of each of ``authors``."""
    customer = Customer(MIA.id, MIA.name, "mia@shop.example")
    opening = Draft("start-1", "My parcel is late")
    conversation = conversations.start(
        "w1", customer, opening, NOW, conversation_id="c1", message_id="m1"
    ).conversation
    for author in authors:
        conversation = say(conversation, author)
    return conversations.close(conversation, ANN, NOW) if closed else conversation


def say(conversation: Conversation, author: Author, draft: Draft | None = None) -> Conversation:
    """``conversation`` with one message more."""
    number = conversation.last_seq + 1
    draft = draft or Draft(f"draft-{number}", f"message {number}")
    posted = conversations.post(conversation, author, draft, [], LATER, message_id=f"m{number}")
    return posted.conversation


def an_upload(
    upload_id: str = "f1",
    *,
    by: Author = ANN,
    conversation_id: str = "c1",
    age: timedelta = timedelta(0),
    message_id: str | None = None,
) -> Upload:
    """A file that was uploaded ``age`` before ``LATER``."""
    return Upload(
        attachment=Attachment(upload_id, "invoice.pdf", 4096, "application/pdf"),
        workspace_id="w1",
        conversation_id=conversation_id,
        uploader_key=by.key,
        uploaded_at=LATER - age,
        message_id=message_id,
    )
