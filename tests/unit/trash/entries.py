"""Values to begin a sentence with: a deletion, and the entry that is about it."""

from datetime import UTC, datetime, timedelta

from services.trash import domain
from services.trash.domain import Entry
from shared.contracts.conversation_events import ConversationDeleted
from shared.contracts.conversations import LastMessage
from shared.contracts.people import Author, Customer, Person

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
RETENTION = timedelta(days=30)
MOMENT = timedelta(milliseconds=1)
ANN = Person(id="ann", name="Ann", avatar_url=None)
BEN = Person(id="ben", name="Ben", avatar_url=None)
MIA = Author(kind="customer", id="mia", name="Mia Torres", avatar_url=None)


def a_deletion(text: str = "My parcel is late", at: datetime = NOW) -> ConversationDeleted:
    """By Ann."""
    return ConversationDeleted(
        customer=Customer(name=MIA.name, email="mia@shop.example"),
        last_message=LastMessage(text=text, author=MIA, sent_at=NOW, attachments=0),
        status="active",
        ticket=None,
        deleted_by=ANN,
        deleted_at=at,
    )


def held(before: Entry | None = None, sequence: int = 5, text: str = "Late") -> Entry:
    """What is in the trash by the deletion of that ``sequence``."""
    return domain.hold(
        before,
        a_deletion(text),
        RETENTION,
        conversation_id="c1",
        workspace_id="w1",
        sequence=sequence,
    )
