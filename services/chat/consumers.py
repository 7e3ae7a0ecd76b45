"""One function per event that the service hears: its effect, in the inbox's transaction."""

from services.chat.domain import transcripts
from services.chat.use_cases import conversions, trash
from services.chat.use_cases.chat import Chat
from services.chat.use_cases.transcripts import note
from shared.contracts.events import Event
from shared.contracts.notification_events import NotificationFailed, NotificationSent, Told
from shared.contracts.ticket_events import ConversionRejected, TicketCreated
from shared.contracts.transcript_events import TranscriptPartWanted
from shared.contracts.trash_events import PurgeDue, RestoreRequested
from shared.mongo import Transaction


async def ticket_created(chat: Chat, tx: Transaction, event: Event[TicketCreated]) -> None:
    """The conversation is converted, and its files belong to the ticket too."""
    ticket = event.data.ticket
    await conversions.record_ticket(
        chat, tx, event.workspaceid, ticket.conversation_id, ticket.id, ticket.number
    )


async def conversion_rejected(
    chat: Chat, tx: Transaction, event: Event[ConversionRejected]
) -> None:
    """The conversation is closed as before, and may be converted again."""
    await conversions.record_rejection(chat, tx, event.workspaceid, event.data)


async def transcript_part_wanted(
    chat: Chat, tx: Transaction, event: Event[TranscriptPartWanted]
) -> None:
    """Sends the messages that follow, as many as one event should carry."""
    await conversions.send_part(chat, tx, event.workspaceid, event.data)


async def notification_sent(chat: Chat, tx: Transaction, event: Event[NotificationSent]) -> None:
    """Of a transcript: the thread says that it was sent, and to whom."""
    await _note(chat, tx, event.workspaceid, event.data, transcripts.told(event.data.to or ""))


async def notification_failed(
    chat: Chat, tx: Transaction, event: Event[NotificationFailed]
) -> None:
    """Of a transcript: the thread says that it could not be sent, and why."""
    line = transcripts.failed(event.data.to or "", event.data.reason)
    await _note(chat, tx, event.workspaceid, event.data, line)


async def restore_requested(chat: Chat, tx: Transaction, event: Event[RestoreRequested]) -> None:
    """The conversation is back as it was."""
    await trash.restore(chat, tx, event.workspaceid, event.subject, event.data.deletion)


async def purge_due(chat: Chat, tx: Transaction, event: Event[PurgeDue]) -> None:
    """Its files, its messages and itself are removed, step by step."""
    await trash.begin_purge(chat, tx, event.workspaceid, event.subject, event.data.deletion)


async def _note(chat: Chat, tx: Transaction, workspace_id: str, told: Told, line: str) -> None:
    if told.purpose == "transcript" and told.conversation_id and told.request_id:
        name = f"transcript:{told.request_id}"
        await note(chat, tx, workspace_id, told.conversation_id, name, line)
