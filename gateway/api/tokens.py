"""An agent's API tokens: for programs that act on their behalf."""

from fastapi import APIRouter, Request, status

from gateway.api import access
from gateway.api.access import AnAgent
from gateway.api.bodies import SmallBodyRoute
from gateway.identity import use_cases
from shared.contracts.workspaces import ApiToken, ApiTokens, CreatedApiToken, NewApiToken

router = APIRouter(prefix="/api/v1/tokens", tags=["tokens"], route_class=SmallBodyRoute)


@router.get("")
async def list_tokens(request: Request, who: AnAgent) -> ApiTokens:
    """The signed-in agent's own tokens, newest first, without their secrets."""
    found = await use_cases.api_tokens(access.identity_of(request), who.agent)
    return ApiTokens(items=[ApiToken.model_validate(token) for token in found])


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_token(request: Request, who: AnAgent, given: NewApiToken) -> CreatedApiToken:
    """A new token; its secret is in this answer and nowhere else."""
    secret, token = await use_cases.issue_api_token(
        access.identity_of(request), who.agent, given.name
    )
    return CreatedApiToken(id=token.id, name=token.name, created_at=token.created_at, token=secret)


@router.delete("/{token_id}", status_code=status.HTTP_204_NO_CONTENT)
async def revoke_token(request: Request, who: AnAgent, token_id: str) -> None:
    """End one of the signed-in agent's own tokens; its sockets close."""
    await use_cases.revoke_api_token(access.identity_of(request), who.agent, token_id)
