"""One function per event that the service hears: its effect, in the inbox's transaction."""

from services.tickets.use_cases import conversions
from services.tickets.use_cases.desk import Desk
from shared.contracts.conversation_events import ConversionRequested
from shared.contracts.events import Event
from shared.contracts.transcript_events import TranscriptPartSent
from shared.mongo import Transaction


async def conversion_requested(
    desk: Desk, tx: Transaction, event: Event[ConversionRequested]
) -> None:
    """Asks for the transcript, or rejects; asked again, answers again."""
    await conversions.begin(desk, tx, event)


async def transcript_part_sent(
    desk: Desk, tx: Transaction, event: Event[TranscriptPartSent]
) -> None:
    """Keeps the part and asks for the next; after the last one there is a ticket."""
    part = event.data
    await conversions.collect(
        desk, tx, event.workspaceid, part.conversation_id, part.after_seq, part.messages
    )
