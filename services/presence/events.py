"""What others hear of a place that has changed. Nothing else leaves."""

from datetime import datetime

from services.presence import views
from services.presence.domain import Place
from shared import telemetry
from shared.contracts import presence as contracts
from shared.contracts.events import Data, Event, envelope

SOURCE = "/services/presence"


def presence_changed(
    place: Place, now: datetime, event_id: str
) -> Event[contracts.PresenceChanged]:
    """Somebody came to a conversation, left it, or does something else there."""
    told = views.of_conversation(place)
    fact = contracts.PresenceChanged(
        conversation_id=told.conversation_id, agents=told.agents, customer=told.customer
    )
    return _event(fact, place, now, event_id)


def team_changed(place: Place, now: datetime, event_id: str) -> Event[contracts.TeamChanged]:
    """Customers can reach other agents of the workspace than before."""
    fact = contracts.TeamChanged(online_agent_ids=views.of_team(place).online_agent_ids)
    return _event(fact, place, now, event_id)


def _event(fact: Data, place: Place, now: datetime, event_id: str) -> Event[Data]:
    return envelope(
        fact,
        event_id=event_id,
        source=SOURCE,
        subject=place.key.id,
        workspace_id=place.key.workspace_id,
        sequence=place.version,
        time=now,
        traceparent=telemetry.traceparent(),
    )
