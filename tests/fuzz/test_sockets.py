"""Whatever a client says on a socket, the gateway answers as documented, and others go on."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from deploy.local.system import System
from gateway.live.socket import Close
from shared.contracts.frames import FRAME_LIMIT_BYTES
from tests.fuzz import odd
from tests.fuzz.budget import budget
from tests.fuzz.conftest import Desk

PATIENCE_SECONDS = 15.0
PING = '{"type": "ping"}'
REFUSED: set[int] = {
    Close.BAD_FRAME,
    Close.UNAUTHENTICATED,
    CloseCode.INVALID_DATA,
    CloseCode.MESSAGE_TOO_BIG,
}

FRAMES = {
    "agents": {"type": "presence", "conversation_id": "c1", "activity": "viewing"},
    "customers": {"type": "typing", "is_typing": True},
    "nobodys": {"type": "token", "token": "not-a-token"},
}
"""One sound frame of each kind of socket; of the last, nobody knows whose it is yet."""

HUGE = st.integers(FRAME_LIMIT_BYTES - 2, FRAME_LIMIT_BYTES * 2).map(lambda size: b"x" * size)


def frames(sound: object) -> st.SearchStrategy[tuple[bytes, bool]]:
    """What is sent, and whether as text."""
    texts = (odd.JSON | odd.altered(sound)).map(odd.written) | odd.DEEP | HUGE
    return st.tuples(st.binary(max_size=200) | texts, st.booleans())


@asynccontextmanager
async def opened(system: System, desk: Desk, kind: str) -> AsyncIterator[ClientConnection]:
    """A socket of that kind; ready, where it is somebody's."""
    base = system.base_url.replace("http", "ws", 1)
    if kind == "nobodys":
        async with connect(f"{base}/widget/v1/stream") as socket:
            yield socket
        return
    path = "/api/v1/stream" if kind == "agents" else "/widget/v1/stream"
    async with connect(base + path) as socket:
        await socket.send(json.dumps({"type": "token", "token": desk.tokens[kind]}))
        assert json.loads(await socket.recv()) == {"type": "ready"}
        yield socket


async def answered(socket: ClientConnection) -> bool:
    """Whether a ``ping`` is; false where the socket was closed."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await socket.send(PING)
            while json.loads(await socket.recv()) != {"type": "pong"}:
                """News."""
    except ConnectionClosed:
        return False
    return True


@pytest.mark.parametrize("kind", FRAMES)
@budget(40)
@given(data=st.data())
async def test_any_frame_is_answered_or_closes_its_own_socket(
    system: System, desk: Desk, bystander: ClientConnection, kind: str, data: st.DataObject
) -> None:
    sent = data.draw(st.lists(frames(FRAMES[kind]), min_size=1, max_size=3))
    async with opened(system, desk, kind) as socket:
        for content, is_text in sent:
            await socket.send(content, text=is_text)
            if not await answered(socket):
                assert socket.close_code in REFUSED | unread(content)
                break
    assert await answered(bystander)


def unread(content: bytes) -> set[int]:
    """What a client may see where the rest of a frame is not read: the network says it is over."""
    return {CloseCode.ABNORMAL_CLOSURE} if len(content) > FRAME_LIMIT_BYTES else set()


@pytest.fixture
async def bystander(system: System, desk: Desk) -> AsyncIterator[ClientConnection]:
    """Another socket of the workspace."""
    async with opened(system, desk, "agents") as socket:
        yield socket
