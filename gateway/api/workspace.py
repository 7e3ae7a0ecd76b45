"""The workspace and its people: what an agent sees of it and what an admin may change."""

from fastapi import APIRouter, Request

from gateway.api import access
from gateway.api.access import AnAdmin, AnAgent
from gateway.api.bodies import SmallBodyRoute
from gateway.identity import use_cases
from shared.contracts import workspaces
from shared.contracts.workspaces import Agents, Workspace, WorkspacePatch

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
    return Agents(items=[workspaces.Agent.model_validate(agent) for agent in found])
