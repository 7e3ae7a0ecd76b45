"""The live routes: who may open one, and the way from a handshake to ``ready``."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from fastapi import APIRouter
from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from gateway.api import access
from gateway.identity import domain, use_cases
from gateway.identity.domain import SignedIn, Visitor, Workspace
from gateway.live.audience import Switch
from gateway.live.bindings import Bindings
from gateway.live.events import EventStream
from gateway.live.holding import Connection, Holding
from gateway.live.hub import Hub
from gateway.live.inspection import Inspection
from gateway.live.outcomes import CLOSED, OPENED, reason
from gateway.live.socket import (
    BadFrame,
    Channel,
    Close,
    Kind,
    Listening,
    Socket,
    not_now,
    receive,
)
from gateway.live.typing import Typing
from shared import problems, refusals
from shared.contracts.frames import ClientFrame, PresenceFrame, TokenFrame, TypingFrame
from shared.mongo import DatabaseError

TOKEN_SECONDS = 5.0
"""How long a client has to send its token frame."""


class Lobby:
    """Counts sockets that have not said who they are, by network address."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._waiting: Counter[str] = Counter()

    @asynccontextmanager
    async def place(self, address: str) -> AsyncIterator[None]:
        """Be one of those. Raises ``RateLimited`` where there are too many."""
        if self._waiting[address] >= self._limit:
            raise refusals.RateLimited(retry_after=int(TOKEN_SECONDS))
        self._waiting[address] += 1
        try:
            yield
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]


async def agent_stream(websocket: WebSocket) -> None:
    """``/api/v1/stream``: every event of the workspace, for an agent.

    Stays open while live chat is switched off, because switching it on is news too.
    """
    async with told(websocket, "agent"):
        if not access.is_own_origin(websocket):
            raise access.CrossOrigin
        who = await _agent(websocket)
        if not who.workspace.is_entitled:
            domain.require_live_chat(who.workspace)
        listening = Listening(who.workspace.id, credential_id=who.credential.id, agent=who.agent)
        await _stream(websocket.app.state, websocket, listening, who.workspace)


async def visitor_stream(websocket: WebSocket) -> None:
    """``/widget/v1/stream``: a customer's own conversation."""
    origin = websocket.headers.get("origin", "")
    repository = access.identity_of(websocket).repository
    is_own = access.is_own_origin(websocket)
    async with told(websocket, "customer"):
        if not is_own and not await repository.workspaces.anyone_allows(origin):
            raise access.CrossOrigin
        visitor, workspace = await _visitor(websocket)
        if not is_own and origin not in workspace.widget.allowed_origins:
            raise access.CrossOrigin
        domain.require_live_chat(workspace)
        await _stream(websocket.app.state, websocket, _own(visitor), workspace)


async def visitor_events(request: Request) -> Response:
    """``GET /widget/v1/events``: the same, where WebSockets are blocked."""
    visitor = await access.chatting_visitor(request)
    workspace = await access.identity_of(request).directory.workspace(visitor.workspace_id)

    async def stream(channel: Channel) -> None:
        await _stream(request.app.state, channel, _own(visitor), workspace)

    return EventStream(stream)


router = APIRouter(
    routes=[
        WebSocketRoute("/api/v1/stream", agent_stream),
        WebSocketRoute("/widget/v1/stream", visitor_stream),
        Route("/widget/v1/events", visitor_events, include_in_schema=False),
    ]
)


async def _agent(websocket: WebSocket) -> SignedIn:
    """By the session cookie, or by an API token in the first frame."""
    identity = access.identity_of(websocket)
    if secret := websocket.cookies.get(access.cookie_name(websocket)):
        await websocket.accept()
        return await use_cases.authenticate(identity, "session", secret)
    return await use_cases.authenticate(identity, "api_token", await _token(websocket))


async def _visitor(websocket: WebSocket) -> tuple[Visitor, Workspace]:
    visitor = access.visitor_of(websocket, await _token(websocket))
    directory = access.identity_of(websocket).directory
    return visitor, await directory.workspace(visitor.workspace_id)


async def _token(websocket: WebSocket) -> str:
    """Accept, and wait for the first frame. Raises ``Unauthenticated`` when it is not in time."""
    lobby: Lobby = websocket.app.state.lobby
    async with lobby.place(access.address(websocket)):
        await websocket.accept()
        try:
            async with asyncio.timeout(TOKEN_SECONDS):
                frame = await receive(websocket)
        except TimeoutError:
            raise refusals.Unauthenticated from None
    if not isinstance(frame, TokenFrame):
        raise BadFrame("the first frame is the token")
    return frame.token


@asynccontextmanager
async def told(websocket: WebSocket, kind: Kind) -> AsyncIterator[None]:
    """Whatever ends the way to ``ready`` is told to the client, and counted."""
    with suppress(WebSocketDisconnect):  # nobody is there to be told
        try:
            yield
        except WebSocketDisconnect:
            OPENED.labels(kind, "left").inc()
        except refusals.Refusal as refusal:
            OPENED.labels(kind, refusal.slug).inc()
            await _refuse(websocket, refusal)
        except BadFrame as error:
            OPENED.labels(kind, "bad-frame").inc()
            await websocket.close(Close.BAD_FRAME, str(error))
        except (DatabaseError, ConnectionError, TimeoutError):
            OPENED.labels(kind, "try-later").inc()
            await websocket.close(Close.TRY_LATER, "try again")


async def _refuse(websocket: WebSocket, refusal: refusals.Refusal) -> None:
    """Where the handshake is not over yet, it is refused itself."""
    if websocket.application_state is WebSocketState.CONNECTING:
        return await websocket.send_denial_response(problems.response(refusal))
    is_unproved = isinstance(refusal, refusals.Unauthenticated)
    code = Close.UNAUTHENTICATED if is_unproved else Close.FORBIDDEN
    return await websocket.close(code, refusal.slug)


def _own(visitor: Visitor) -> Listening:
    """A customer hears their one conversation, while their token is good."""
    return Listening(
        visitor.workspace_id,
        conversation_id=visitor.conversation_id,
        expires_at=visitor.expires_at,
    )


async def _stream(
    state: State, channel: Channel, listening: Listening, workspace: Workspace
) -> None:
    """Bind, join, look once more whether this socket may be open, then say ``ready``.

    In this order nothing that ends its right to be open can happen unheard.
    """
    bindings: Bindings = state.bindings
    hub: Hub = state.hub
    inspection: Inspection = state.inspection
    holding: Holding = state.holding
    async with bindings.held(listening.workspace_id):
        connection = holding.enter(listening)
        socket = Socket(channel, listening, _hearing(state, listening, connection))
        hub.join(socket, Switch(workspace.is_open, workspace.version))
        try:
            await inspection.inspect_newcomer(socket)
            socket.ready()
            OPENED.labels(listening.kind, "ready").inc()
            code = await socket.run()
            CLOSED.labels(listening.kind, reason(code)).inc()
        finally:
            hub.leave(socket)
            holding.leave(connection, time.monotonic())


def _hearing(state: State, who: Listening, connection: Connection) -> Callable[[ClientFrame], None]:
    """What becomes of the frames that a client sends: an agent's presence, a customer's typing."""
    holding: Holding = state.holding
    typing: Typing = state.typing

    def hear(frame: ClientFrame) -> None:
        if isinstance(frame, PresenceFrame) and who.agent:
            activity = None if frame.activity == "none" else frame.activity
            holding.does(connection, frame.conversation_id, activity, time.monotonic())
        elif isinstance(frame, TypingFrame) and who.conversation_id:
            typing.says(who, is_typing=frame.is_typing)
        else:
            not_now(frame)

    return hear
