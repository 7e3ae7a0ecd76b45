"""The workspace and its people: what an agent sees of it and what an admin may change."""

from fastapi import APIRouter, Request

from gateway.api import access
from gateway.api.access import AnAdmin, AnAgent
from gateway.api.bodies import SmallBodyRoute
from gateway.api.team import Teams
from gateway.identity import domain, use_cases
from shared.contracts import workspaces
from shared.contracts.workspaces import (
    Agents,
    ChooseAvailability,
    ChosenAvailability,
    Colleague,
    Workspace,
    WorkspacePatch,
)

router = APIRouter(prefix="/api/v1", tags=["workspace"], route_class=SmallBodyRoute)


@router.get("/workspace")
async def get_workspace(who: AnAdmin) -> Workspace:
    """The workspace with all its settings."""
    return Workspace.model_validate(who.workspace)


@router.patch("/workspace")
async def change_workspace(request: Request, who: AnAdmin, patch: WorkspacePatch) -> Workspace:
    """Change what is given; open consoles and widgets hear of it."""
    identity = access.identity_of(request)
    changed = await use_cases.change_workspace(identity, who.workspace.id, patch)
    return Workspace.model_validate(changed)


@router.get("/agents")
async def list_agents(request: Request, who: AnAgent) -> Agents:
    """Everyone who answers in this workspace."""
    found = await access.identity_of(request).repository.agents.of(who.workspace.id)
    teams: Teams = request.app.state.teams
    online = await teams.online_agents(who.workspace.id) or frozenset()
    return Agents(items=[_colleague(agent, is_online=agent.id in online) for agent in found])


@router.put("/agents/me/availability")
async def choose_availability(
    request: Request, who: AnAgent, given: ChooseAvailability
) -> ChosenAvailability:
    """Be there for customers, or be away, wherever one is connected."""
    await use_cases.choose_availability(access.identity_of(request), who.agent, given.availability)
    return ChosenAvailability(availability=given.availability)


def _colleague(agent: domain.Agent, *, is_online: bool) -> Colleague:
    """Who has just become away may still be told of as online by presence."""
    return Colleague(
        **workspaces.Agent.model_validate(agent).model_dump(),
        availability=agent.availability,
        is_online=is_online and agent.availability == "online",
    )
