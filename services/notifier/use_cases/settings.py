"""What an agent wants to be alerted by, and the devices that they have."""

from services.notifier import events
from services.notifier.domain.people import Device, Preferences
from services.notifier.use_cases.notifier import Notifier
from shared import refusals
from shared.identity import Principal
from shared.mongo import Transaction

DEVICES = 20
"""As many devices of one agent."""


class TooManyDevices(refusals.Conflict):
    """The agent has ``DEVICES`` already."""

    slug, title = "too-many-devices", "Too many devices; remove one first"


async def preferences(notifier: Notifier, agent: Principal) -> Preferences:
    """What they want."""
    return await notifier.repository.wishes.find(agent.workspace_id, agent.id)


async def choose(notifier: Notifier, agent: Principal, wanted: Preferences) -> Preferences:
    """Change what they want; their other devices hear of it."""

    async def attempt(tx: Transaction) -> None:
        wishes = notifier.repository.wishes
        version = await wishes.save(agent.workspace_id, agent.id, wanted, tx)
        said = events.settings_changed(
            agent.workspace_id, agent.id, wanted, version, notifier.now(), notifier.new_id()
        )
        await notifier.outbox.append(tx, said)

    await notifier.mongo.transact(attempt)
    return wanted


async def devices(notifier: Notifier, agent: Principal) -> list[Device]:
    """The agent's devices, the newest first."""
    return await notifier.repository.devices.of(agent.workspace_id, agent.id)


async def register(notifier: Notifier, agent: Principal, token: str, name: str | None) -> Device:
    """A device is the agent's from now on. Raises ``TooManyDevices``."""
    known = [device.token for device in await devices(notifier, agent)]
    if token not in known and len(known) >= DEVICES:
        raise TooManyDevices
    device = Device(token, agent.workspace_id, agent.id, name, notifier.now())
    await notifier.repository.devices.put(device)
    return device


async def remove(notifier: Notifier, agent: Principal, token: str) -> None:
    """A device is the agent's no longer. Raises ``NotFound``."""
    if not await notifier.repository.devices.remove(agent.workspace_id, agent.id, token):
        raise refusals.NotFound
