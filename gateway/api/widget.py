"""What a widget may do before it has a visitor token: read its configuration, and start."""

from fastapi import APIRouter, Request, status
from fastapi.responses import Response

from gateway.api import access
from gateway.api.forwarding import JSON
from gateway.api.proxy import Proxy
from gateway.api.team import Teams
from gateway.identity import domain
from gateway.identity.domain import LiveChatOff, PlanRequired, Workspace
from gateway.identity.visitors import VisitorTokens
from shared import clock, problems, refusals
from shared.contracts.conversations import OpenedConversation, StartedConversation
from shared.contracts.people import Person
from shared.contracts.workspaces import WidgetConfig
from shared.identity import IdentitySigner, Principal

STARTS = "/widget/v1/conversations"
"""Where the chat service hears of a start; the workspace is in the identity, not in the path."""

FACES = 5
"""How many agents a widget shows."""

router = APIRouter(prefix="/widget/v1", tags=["widget"])


@router.get("/{workspace_key}/config")
async def get_config(request: Request, workspace_key: str) -> WidgetConfig:
    """What the widget shows before the first message, and whether it shows at all."""
    return await config_of(request, await access.workspace_with_key(request, workspace_key))


async def config_of(request: Request, workspace: Workspace) -> WidgetConfig:
    """``workspace``'s widget; a closed one names nobody."""
    agents = access.identity_of(request).repository.agents
    faces = (await agents.of(workspace.id))[:FACES] if workspace.is_open else []
    teams: Teams = request.app.state.teams
    online = await teams.online_agents(workspace.id) if workspace.is_open else frozenset()
    return WidgetConfig(
        workspace_name=workspace.name,
        enabled=workspace.is_open,
        color=workspace.widget.color,
        greeting=workspace.widget.greeting,
        agents=[Person.model_validate(agent) for agent in faces],
        # Where it cannot be told now, the widget stays as it usually is.
        are_agents_online=online is None or bool(online),
    )


@router.post(
    "/{workspace_key}/conversations",
    status_code=status.HTTP_201_CREATED,
    response_model=OpenedConversation,
    responses={
        200: {"model": OpenedConversation, "description": "It was started before"},
        **problems.documented(PlanRequired, LiveChatOff, refusals.RateLimited),
    },
)
async def start_conversation(request: Request, workspace_key: str) -> Response:
    """Forward a customer's first message, and add the visitor token to go on with to the answer."""
    workspace = await access.workspace_with_key(request, workspace_key)
    domain.require_live_chat(workspace)
    await access.identity_of(request).attempts.starts_conversation(access.address(request))
    proxy: Proxy = request.app.state.services["chat"]
    identity = _newcomer(request, workspace)
    code, content = await proxy.ask(request, request.receive, identity, JSON, STARTS)
    if code >= 300:
        return Response(content, code, media_type="application/problem+json")
    opened = _with_token(request, workspace, StartedConversation.model_validate_json(content))
    return Response(opened.model_dump_json(), code, media_type="application/json")


def _newcomer(request: Request, workspace: Workspace) -> str:
    """The identity of a customer who has no conversation yet; their name is in what they send."""
    signer: IdentitySigner = request.app.state.signer
    return signer.sign(
        Principal(kind="customer", id=clock.new_id(), workspace_id=workspace.id, name="")
    )


def _with_token(
    request: Request, workspace: Workspace, started: StartedConversation
) -> OpenedConversation:
    """A repeated start names the customer of the first one, so the token is theirs."""
    tokens: VisitorTokens = request.app.state.visitor_tokens
    customer = started.message.author
    token = tokens.issue(
        customer_id=customer.id,
        name=customer.name,
        workspace_id=workspace.id,
        conversation_id=started.conversation.id,
        now=clock.now(),
    )
    return OpenedConversation(
        conversation=started.conversation, message=started.message, token=token
    )
