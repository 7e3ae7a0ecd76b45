"""What the service hears."""

from functools import partial

from services.presence import use_cases
from services.presence.use_cases import Presence
from shared.bus.connection import Bus
from shared.bus.ephemeral import Worker
from shared.contracts.presence import REPORT_KEY, Report

QUEUE = "presence.reports.v1"


def reports(bus: Bus, presence: Presence) -> Worker:
    """The part that feeds the service with what gateways report."""
    return Worker(bus, QUEUE, REPORT_KEY, partial(report, presence))


async def report(presence: Presence, body: bytes) -> None:
    """A gateway says what it holds."""
    await use_cases.take_in(presence, Report.model_validate_json(body))
