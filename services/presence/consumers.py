"""What the service hears: reports of gateways, and one function per event."""

from functools import partial

from services.presence import use_cases
from services.presence.use_cases import Presence
from shared.bus.connection import Bus
from shared.bus.ephemeral import Worker
from shared.contracts.conversation_events import ConversationPurged
from shared.contracts.events import Event
from shared.contracts.presence import REPORT_KEY, Report
from shared.mongo import Transaction

QUEUE = "presence.reports.v1"


def reports(bus: Bus, presence: Presence) -> Worker:
    """The part that feeds the service with what gateways report."""
    return Worker(bus, QUEUE, REPORT_KEY, partial(report, presence))


async def report(presence: Presence, body: bytes) -> None:
    """A gateway says what it holds."""
    await use_cases.take_in(presence, Report.model_validate_json(body))


async def conversation_purged(
    presence: Presence, tx: Transaction, event: Event[ConversationPurged]
) -> None:
    """Who was there, and when, is forgotten; nobody is there any more."""
    await use_cases.forget_conversation(presence, tx, event.workspaceid, event.subject)
