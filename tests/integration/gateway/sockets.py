"""What tests of sockets do: open one, hear a frame, see it closed."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError

from gateway.identity.domain import Agent
from shared import clock
from shared.contracts.conversation_events import MessageSent
from shared.contracts.conversations import Message
from shared.contracts.people import Author
from tests.integration.gateway.conftest import Office

MIA = Author(kind="customer", id="mia", name="Mia", avatar_url=None)
PATIENCE_SECONDS = 15.0


def a_message(text: str = "Hello", conversation_id: str = "c1") -> MessageSent:
    return MessageSent(
        message=Message(
            id=clock.new_id(),
            conversation_id=conversation_id,
            seq=1,
            client_id="k1",
            author=MIA,
            text=text,
            attachments=[],
            sent_at=clock.now(),
        )
    )


async def heard(socket: ClientConnection) -> dict[str, Any]:
    """The next frame."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        frame: dict[str, Any] = json.loads(await socket.recv())
        return frame


async def closed_with(socket: ClientConnection, seconds: float = PATIENCE_SECONDS) -> int:
    """The code that the gateway closes ``socket`` with, whatever it says before."""
    async with asyncio.timeout(seconds):
        with suppress(ConnectionClosedError):
            async for _ in socket:
                """Frames that came before."""
        await socket.wait_closed()
    assert socket.close_code is not None
    return socket.close_code


def cookie_of(http: httpx.AsyncClient) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in http.cookies.items())}


@asynccontextmanager
async def listening(office: Office, agent: Agent) -> AsyncIterator[ClientConnection]:
    """An agent's socket that is ready, opened by cookie."""
    async with (
        office.signed_in(agent) as http,
        opened(office, "/api/v1/stream", **cookie_of(http)) as socket,
    ):
        assert await heard(socket) == {"type": "ready"}
        yield socket


@asynccontextmanager
async def opened(
    office: Office, path: str, first: object = None, **headers: str
) -> AsyncIterator[ClientConnection]:
    """A socket that has sent its first frame, if one is given."""
    async with connect(f"{office.gateway.socket_url}{path}", additional_headers=headers) as socket:
        if first is not None:
            await socket.send(json.dumps(first))
        yield socket


@asynccontextmanager
async def visiting(office: Office, conversation_id: str = "c1") -> AsyncIterator[ClientConnection]:
    """A customer's socket that is ready."""
    token = {"type": "token", "token": office.visitor_token(conversation_id)}
    async with opened(office, "/widget/v1/stream", token) as socket:
        assert await heard(socket) == {"type": "ready"}
        yield socket
