"""What became of deliveries and wishes, as the events that others hear. Nothing else leaves."""

from datetime import datetime

from services.notifier import views
from services.notifier.domain.deliveries import Delivery, shortened
from services.notifier.domain.people import Preferences
from shared import telemetry
from shared.contracts import notification_events as contracts
from shared.contracts.events import Data, Event, envelope

SOURCE = "/services/notifier"


def sent(delivery: Delivery, now: datetime, event_id: str) -> Event[contracts.NotificationSent]:
    """The mail server, or the push service, took it."""
    fact = contracts.NotificationSent.model_validate(_told(delivery))
    return _event(fact, delivery.workspace_id, delivery.id, 1, now, event_id)


def failed(
    delivery: Delivery, reason: str, now: datetime, event_id: str
) -> Event[contracts.NotificationFailed]:
    """It was given up."""
    fact = contracts.NotificationFailed.model_validate(_told(delivery) | {"reason": reason})
    return _event(fact, delivery.workspace_id, delivery.id, 1, now, event_id)


def settings_changed(
    workspace_id: str,
    agent_id: str,
    wanted: Preferences,
    version: int,
    now: datetime,
    event_id: str,
) -> Event[contracts.NotificationSettingsChanged]:
    """An agent wants to be alerted otherwise."""
    fact = contracts.NotificationSettingsChanged(agent_id=agent_id, settings=views.settings(wanted))
    return _event(fact, workspace_id, f"settings-{agent_id}", version, now, event_id)


def roster_requested(
    workspace_id: str, times: int, now: datetime, event_id: str
) -> Event[contracts.RosterRequested]:
    """Who the agents of a workspace are was never told."""
    subject = f"roster-request-{workspace_id}"
    return _event(contracts.RosterRequested(), workspace_id, subject, times, now, event_id)


def _told(delivery: Delivery) -> dict[str, str | None]:
    return {
        "delivery_id": delivery.id,
        "purpose": delivery.purpose,
        "channel": delivery.channel,
        "conversation_id": delivery.conversation_id,
        "agent_id": delivery.agent.id if delivery.agent else None,
        "request_id": delivery.request_id,
        "to": shortened(delivery.to) if delivery.to else None,
    }


def _event(
    fact: Data, workspace_id: str, subject: str, sequence: int, now: datetime, event_id: str
) -> Event[Data]:
    return envelope(
        fact,
        event_id=event_id,
        source=SOURCE,
        subject=subject,
        workspace_id=workspace_id,
        sequence=sequence,
        time=now,
        traceparent=telemetry.traceparent(),
    )
