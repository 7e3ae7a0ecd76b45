"""What trash wants of chat, as the events that chat hears. Nothing else leaves."""

from datetime import datetime

from services.trash.domain import Entry
from shared import telemetry
from shared.contracts import trash_events as contracts
from shared.contracts.events import Data, Event, envelope

SOURCE = "/services/trash"


def restore_requested(
    entry: Entry, now: datetime, event_id: str
) -> Event[contracts.RestoreRequested]:
    """An agent wants it back, or there was no answer for a while."""
    assert entry.asked_by is not None  # noqa: S101 - narrows: nobody else restores
    fact = contracts.RestoreRequested(deletion=entry.deletion, requested_by=entry.asked_by)
    return _event(fact, entry, now, event_id)


def purge_due(entry: Entry, now: datetime, event_id: str) -> Event[contracts.PurgeDue]:
    """Its time is over, an admin will not wait, or there was no answer for a while."""
    return _event(contracts.PurgeDue(deletion=entry.deletion), entry, now, event_id)


def _event(fact: Data, entry: Entry, now: datetime, event_id: str) -> Event[Data]:
    return envelope(
        fact,
        event_id=event_id,
        source=SOURCE,
        subject=entry.conversation_id,
        workspace_id=entry.workspace_id,
        sequence=entry.version,
        time=now,
        traceparent=telemetry.traceparent(),
    )
