"""What is sent to try an endpoint out: to it alone, in the shape of every event."""

from datetime import datetime

from services.webhooks.domain.endpoints import Endpoint
from services.webhooks.events import SOURCE
from shared import telemetry
from shared.contracts.events import Event, envelope
from shared.contracts.webhook_events import WebhookTested

MESSAGE = "If you can read this and its signature is right, everything is."


def event(endpoint: Endpoint, now: datetime, event_id: str) -> Event[WebhookTested]:
    """A test of ``endpoint``. Each is a subject of its own, and its only event."""
    return envelope(
        WebhookTested(endpoint_id=endpoint.id, message=MESSAGE),
        event_id=event_id,
        source=SOURCE,
        subject=event_id,
        workspace_id=endpoint.workspace_id,
        sequence=1,
        time=now,
        traceparent=telemetry.traceparent(),
    )
