"""One function per event that the service hears: its effect, in the inbox's transaction."""

from services.trash import use_cases
from services.trash.use_cases import Trash
from shared.contracts.conversation_events import (
    ConversationConverted,
    ConversationDeleted,
    ConversationPurged,
    ConversationRestored,
)
from shared.contracts.events import Event
from shared.mongo import Transaction


async def conversation_deleted(
    trash: Trash, tx: Transaction, event: Event[ConversationDeleted]
) -> None:
    """It is in the trash, until its time is over."""
    await use_cases.hold(trash, tx, event)


async def conversation_converted(
    trash: Trash, tx: Transaction, event: Event[ConversationConverted]
) -> None:
    """Of what is in the trash: its entry shows the ticket."""
    await use_cases.note_ticket(trash, tx, event.workspaceid, event.subject, event.data.ticket)


async def conversation_restored(
    trash: Trash, tx: Transaction, event: Event[ConversationRestored]
) -> None:
    """It is in the trash no more."""
    await use_cases.end_restored(trash, tx, event)


async def conversation_purged(
    trash: Trash, tx: Transaction, event: Event[ConversationPurged]
) -> None:
    """Its entry becomes a receipt without content."""
    await use_cases.end_purged(trash, tx, event)
