"""What webhooks say of themselves. Nothing else leaves on the exchange."""

from datetime import datetime

from services.webhooks.domain.endpoints import Endpoint
from shared import telemetry
from shared.contracts import webhook_events as contracts
from shared.contracts.events import Event, envelope

SOURCE = "/services/webhooks"


def disabled(endpoint: Endpoint, now: datetime, event_id: str) -> Event[contracts.WebhookDisabled]:
    """Every attempt has failed for days: nothing more is sent there until an admin enables it."""
    fact = contracts.WebhookDisabled(
        endpoint_id=endpoint.id,
        address=endpoint.address,
        description=endpoint.description,
        reason=endpoint.why_not,
        failing_since=endpoint.failing_since or now,
        disabled_at=now,
    )
    return envelope(
        fact,
        event_id=event_id,
        source=SOURCE,
        subject=endpoint.id,
        workspace_id=endpoint.workspace_id,
        sequence=endpoint.version,
        time=now,
        traceparent=telemetry.traceparent(),
    )
