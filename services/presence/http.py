"""The service's routes: who is where now."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from services.presence import use_cases, views
from services.presence.use_cases import Presence
from shared import identity
from shared.contracts import presence as contracts
from shared.identity import Caller, Principal

router = APIRouter(prefix="/api/v1")


async def _presence(request: Request) -> Presence:
    presence: Presence = request.app.state.presence
    return presence


ServedPresence = Annotated[Presence, Depends(_presence)]
Agent = Annotated[Principal, Depends(identity.agent)]


@router.get("/presence")
async def list_presences(presence: ServedPresence, agent: Agent) -> contracts.Presences:
    """Every conversation where somebody is."""
    found = await use_cases.occupied_conversations(presence, agent.workspace_id)
    return contracts.Presences(items=[views.of_conversation(place) for place in found])


@router.get("/presence/{conversation_id}")
async def get_presence(
    presence: ServedPresence, agent: Agent, conversation_id: str
) -> contracts.ConversationPresence:
    """Who is at one conversation, and when its customer was last."""
    found = await use_cases.conversation(presence, agent.workspace_id, conversation_id)
    return views.of_conversation(found)


@router.get(contracts.TEAM_PATH.removeprefix(router.prefix))
async def get_team(presence: ServedPresence, caller: Caller) -> contracts.Team:
    """Whom customers can reach. The gateway asks, on anybody's behalf."""
    return views.of_team(await use_cases.team(presence, caller.workspace_id))
