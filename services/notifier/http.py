"""The service's routes: parse, one use case, response.

The paths are the public ones; the gateway lets through whom it knows and says who it is.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from services.notifier import views
from services.notifier.domain.people import Preferences
from services.notifier.use_cases import alerts, settings, transcripts
from services.notifier.use_cases.notifier import Notifier
from services.notifier.use_cases.settings import TooManyDevices
from services.notifier.use_cases.transcripts import TooManyTests
from shared import identity, problems
from shared.contracts import notifications as contracts
from shared.identity import Principal

router = APIRouter(prefix="/api/v1")


async def _notifier(request: Request) -> Notifier:
    notifier: Notifier = request.app.state.notifier
    return notifier


Served = Annotated[Notifier, Depends(_notifier)]
Agent = Annotated[Principal, Depends(identity.agent)]


@router.get("/notification-settings")
async def get_settings(notifier: Served, agent: Agent) -> contracts.NotificationSettings:
    """What the agent wants to be alerted by."""
    return views.settings(await settings.preferences(notifier, agent))


@router.put("/notification-settings")
async def put_settings(
    notifier: Served, agent: Agent, body: contracts.NotificationSettingsChange
) -> contracts.NotificationSettings:
    """Change it, on all of the agent's devices."""
    wanted = Preferences(**body.model_dump())
    return views.settings(await settings.choose(notifier, agent, wanted))


@router.post("/notification-settings/test", responses=problems.documented(TooManyTests))
async def send_test(
    notifier: Served, agent: Agent, body: contracts.TestNotification
) -> contracts.Delivery:
    """Send the agent something now, also over a channel that is off, and say what came of it."""
    return views.delivery(await transcripts.send_test(notifier, agent, body.channel))


@router.get("/devices")
async def list_devices(notifier: Served, agent: Agent) -> contracts.Devices:
    """The agent's devices."""
    return views.devices(await settings.devices(notifier, agent))


@router.post("/devices", status_code=201, responses=problems.documented(TooManyDevices))
async def register_device(
    notifier: Served, agent: Agent, body: contracts.NewDevice
) -> contracts.Device:
    """A device of the agent's; again, it is registered anew."""
    return views.device(await settings.register(notifier, agent, body.token, body.name))


@router.delete("/devices/{token}", status_code=204)
async def remove_device(notifier: Served, agent: Agent, token: str) -> None:
    """Forget it."""
    await settings.remove(notifier, agent, token)


@router.get("/conversations/{conversation_id}/notifications")
async def list_notified(
    notifier: Served, agent: Agent, conversation_id: str
) -> contracts.Notifications:
    """Who was told of a conversation, and who was not, and why."""
    return views.notified(await alerts.notified(notifier, agent.workspace_id, conversation_id))
