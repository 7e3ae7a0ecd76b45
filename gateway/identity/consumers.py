"""What the gateway does about events of the services: one function per event heard."""

from gateway.identity import use_cases
from gateway.identity.use_cases import Identity
from shared.contracts.events import Event
from shared.contracts.notification_events import RosterRequested
from shared.mongo import Transaction


async def roster_requested(
    identity: Identity, tx: Transaction, event: Event[RosterRequested]
) -> None:
    """Says who the agents of the workspace are."""
    await use_cases.tell_roster(identity, event.workspaceid, tx)
