"""Signing in and out, and who is signed in."""

from fastapi import APIRouter, Request, Response, status

from gateway.api import access
from gateway.api.access import AnAgent
from gateway.api.bodies import SmallBodyRoute
from gateway.identity import use_cases
from gateway.identity.domain import SESSION_LIFETIME, SignedIn
from shared import problems, refusals
from shared.contracts import workspaces
from shared.contracts.workspaces import Session, SignIn

router = APIRouter(prefix="/api/v1/session", tags=["session"], route_class=SmallBodyRoute)


@router.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=problems.documented(
        refusals.Unauthenticated, access.CrossOrigin, refusals.RateLimited
    ),
)
async def sign_in(request: Request, response: Response, given: SignIn) -> Session:
    """Start a session; its secret is in a cookie that scripts cannot read."""
    access.refuse_cross_origin(request)
    secret, who = await use_cases.sign_in(
        access.identity_of(request), given.email, given.password, access.address(request)
    )
    _set_cookie(request, response, secret)
    return _session(who)


@router.get("")
async def whoami(request: Request, response: Response, who: AnAgent) -> Session:
    """The agent, the workspace, and what its plan includes. The cookie lives on by this."""
    if who.credential.kind == "session":
        _set_cookie(request, response, request.cookies[access.cookie_name(request)])
    return _session(who)


@router.delete("", status_code=status.HTTP_204_NO_CONTENT)
async def sign_out(request: Request, response: Response, who: AnAgent) -> None:
    """End the session, or the API token, that this request shows; its sockets close."""
    await use_cases.end_credential(access.identity_of(request), who.agent, who.credential)
    _set_cookie(request, response, "", max_age_seconds=0)


def _set_cookie(
    request: Request,
    response: Response,
    secret: str,
    max_age_seconds: int = int(SESSION_LIFETIME.total_seconds()),
) -> None:
    response.set_cookie(
        access.cookie_name(request),
        secret,
        max_age=max_age_seconds,
        httponly=True,
        samesite="lax",
        path="/",
        secure=access.is_https(request),
    )


def _session(who: SignedIn) -> Session:
    return Session(
        agent=workspaces.Agent.model_validate(who.agent),
        availability=who.agent.availability,
        workspace=workspaces.Workspace.model_validate(who.workspace),
        plan=who.workspace.plan,
        features=who.workspace.features,
    )
