"""Who may pass: proves who is calling, and refuses whoever may not.

Used as FastAPI dependencies by the gateway's own routes and called directly by the forwarded
ones, which decide before a byte of the body is read.
"""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends
from starlette.requests import HTTPConnection

from gateway.identity import domain, use_cases
from gateway.identity.domain import SignedIn, Visitor, Workspace
from gateway.identity.use_cases import Identity
from gateway.identity.visitors import VisitorTokens
from gateway.settings import GatewaySettings
from shared import clock, refusals

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_FROM_HERE = {"same-origin", "none"}


class CrossOrigin(refusals.Forbidden):
    """A browser sends this on behalf of another site."""

    slug, title = "cross-origin", "Not from another site"


def identity_of(connection: HTTPConnection) -> Identity:
    """What the identity use cases work with."""
    identity: Identity = connection.app.state.identity
    return identity


def cookie_name(connection: HTTPConnection) -> str:
    """The session cookie's name; over https the prefix binds it to this very host."""
    return "__Host-parley_session" if is_https(connection) else "parley_session"


def is_https(connection: HTTPConnection) -> bool:
    """Browsers reach us encrypted."""
    settings: GatewaySettings = connection.app.state.settings
    return settings.is_https


def is_own_origin(connection: HTTPConnection) -> bool:
    """The request's ``Origin``, if it has one, is the host that it is sent to."""
    origin = connection.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == connection.headers.get("host")


def refuse_cross_origin(connection: HTTPConnection) -> None:
    """Raises ``CrossOrigin`` where another site could have made a browser send this."""
    if connection.scope.get("method", "GET") in _SAFE_METHODS:
        return
    site = connection.headers.get("sec-fetch-site", "none")
    if site not in _FROM_HERE or not is_own_origin(connection):
        raise CrossOrigin


def bearer(connection: HTTPConnection) -> str | None:
    """The token in ``Authorization: Bearer …``, if any."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and token else None


async def signed_in(connection: HTTPConnection) -> SignedIn:
    """The agent behind an API token or a session cookie. Raises ``Unauthenticated``,
    ``CrossOrigin``.
    """
    identity = identity_of(connection)
    if token := bearer(connection):
        return await use_cases.authenticate(identity, "api_token", token)
    secret = connection.cookies.get(cookie_name(connection))
    if secret is None:
        raise refusals.Unauthenticated
    refuse_cross_origin(connection)
    return await use_cases.authenticate(identity, "session", secret)


async def admin(connection: HTTPConnection) -> SignedIn:
    """As ``signed_in``, for admins only. Raises ``Forbidden`` too."""
    who = await signed_in(connection)
    if who.agent.role != "admin":
        raise refusals.Forbidden("Only an admin may do this.")
    return who


async def chatting_agent(connection: HTTPConnection) -> SignedIn:
    """As ``signed_in``, where live chat can be used. Raises ``PlanRequired``, ``LiveChatOff``."""
    who = await signed_in(connection)
    domain.require_live_chat(who.workspace)
    return who


def visitor_of(connection: HTTPConnection, token: str) -> Visitor:
    """The customer behind a visitor token. Raises ``Unauthenticated``."""
    tokens: VisitorTokens = connection.app.state.visitor_tokens
    return tokens.verify(token, clock.now())


async def chatting_visitor(connection: HTTPConnection) -> Visitor:
    """The customer behind the request, where live chat can be used. Raises ``Unauthenticated``,
    ``PlanRequired``, ``LiveChatOff``.
    """
    visitor = visitor_of(connection, bearer(connection) or "")
    domain.require_live_chat(
        await identity_of(connection).directory.workspace(visitor.workspace_id)
    )
    return visitor


async def workspace_with_key(connection: HTTPConnection, key: str) -> Workspace:
    """The workspace that a widget names. Raises ``NotFound``."""
    workspace = await identity_of(connection).repository.workspaces.with_key(key)
    if workspace is None:
        raise refusals.NotFound("There is no such widget.")
    return workspace


def address(connection: HTTPConnection) -> str:
    """The client's network address."""
    return connection.client.host if connection.client else ""


AnAgent = Annotated[SignedIn, Depends(signed_in)]
AnAdmin = Annotated[SignedIn, Depends(admin)]
