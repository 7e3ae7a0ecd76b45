"""Domain values as contracts: the only fields that agents and events are shown."""

from collections.abc import Sequence

from services.notifier.domain import deliveries, people
from shared.contracts import notifications as contracts
from shared.contracts.people import Person


def settings(wanted: people.Preferences) -> contracts.NotificationSettings:
    """What an agent wants to be alerted by."""
    return contracts.NotificationSettings.model_validate(wanted)


def devices(items: Sequence[people.Device]) -> contracts.Devices:
    """An agent's devices."""
    return contracts.Devices(items=[device(item) for item in items])


def device(item: people.Device) -> contracts.Device:
    """One device."""
    return contracts.Device.model_validate(item)


def delivery(item: deliveries.Delivery) -> contracts.Delivery:
    """One delivery; a customer's address is shortened."""
    return contracts.Delivery(
        id=item.id,
        purpose=item.purpose,
        agent=Person.model_validate(item.agent) if item.agent else None,
        to=deliveries.shortened(item.to) if item.to else None,
        channel=item.channel,
        event=item.event,
        state=item.state,
        attempts=item.attempts,
        reason=item.reason,
        created_at=item.created_at,
        updated_at=item.updated_at,
    )


def notified(items: Sequence[deliveries.Delivery]) -> contracts.Notifications:
    """Agents by name and channel, then whoever got a transcript, in its order."""

    def place(item: deliveries.Delivery) -> tuple[bool, str, str]:
        return item.agent is None, item.agent.name if item.agent else "", item.channel

    return contracts.Notifications(items=[delivery(item) for item in sorted(items, key=place)])
