"""One open socket: a reader, a writer, and a bounded queue between the events and the writer."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final, Literal, Protocol

from pydantic import TypeAdapter, ValidationError
from starlette.types import Message
from starlette.websockets import WebSocketDisconnect

from gateway.identity.domain import Agent
from gateway.live.patience import Patience, patience
from shared.contracts.frames import ClientFrame, ControlFrame, PingFrame

QUEUE_LIMIT = 256
"""Frames that may wait for a slow client."""

SEND_SECONDS = 5.0
"""How long one frame may take to leave."""

LOST = 1006
"""The code of a socket whose client went without a word."""

_NO_CODE = 1005

_FRAMES: Final[TypeAdapter[ClientFrame]] = TypeAdapter(ClientFrame)
_READY = ControlFrame(type="ready").model_dump_json()
_PONG = ControlFrame(type="pong").model_dump_json()


class Close(IntEnum):
    """Why a socket is closed, as its client is told."""

    TRY_LATER = 1013
    BAD_FRAME = 4400
    UNAUTHENTICATED = 4401
    FORBIDDEN = 4403
    TOO_SLOW = 4408
    SESSION_ENDED = 4410


Kind = Literal["agent", "customer"]


class BadFrame(Exception):
    """What came is not a frame that a client may send."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Whom a socket belongs to: an agent by a credential, or a customer by a conversation and
    until ``expires_at``.
    """

    workspace_id: str
    credential_id: str | None = None
    agent: Agent | None = None
    conversation_id: str | None = None
    expires_at: datetime | None = None

    @property
    def kind(self) -> Kind:
        """Whose it is."""
        return "customer" if self.conversation_id else "agent"


class Channel(Protocol):
    """What carries frames: an accepted WebSocket, or what stands in for one."""

    async def send_text(self, data: str, /) -> None: ...

    async def close(self, code: int, reason: str, /) -> None: ...

    async def receive(self) -> Message:
        """The next ``websocket.receive`` or ``websocket.disconnect``."""
        ...


def not_now(_: ClientFrame) -> None:
    """What a client says that is not to say this. Raises ``BadFrame``."""
    raise BadFrame("not now")


class Socket:
    """An open channel. ``offer`` and ``end`` never wait, so nobody waits for a client.

    ``hear`` is given whatever the client says but pings; it must not wait, and raises ``BadFrame``
    for what is not this client's to say.
    """

    __slots__ = ("_channel", "_closing", "_hear", "_is_ready", "_waiting", "_wake", "who")

    def __init__(
        self,
        channel: Channel,
        who: Listening,
        hear: Callable[[ClientFrame], None] = not_now,
    ) -> None:
        self.who = who
        self._channel = channel
        self._hear = hear
        self._waiting: deque[str] = deque()
        self._wake = asyncio.Event()
        self._is_ready = False
        self._closing: tuple[int, str] | None = None

    def ready(self) -> None:
        """Say that the client may take its snapshot: from now on it misses no event."""
        self._is_ready = True
        self.offer(_READY)

    def ready_again(self) -> None:
        """Say that events may have been missed: the client takes a new snapshot."""
        self.offer(_READY)

    def offer(self, frame: str) -> None:
        """Send ``frame`` when it is its turn; before ``ready`` the snapshot will have it.

        A client that lets ``QUEUE_LIMIT`` frames wait is closed.
        """
        if not self._is_ready or self._closing:
            return
        if len(self._waiting) >= QUEUE_LIMIT:
            self.end(Close.TOO_SLOW, "too slow")
        else:
            self._waiting.append(frame)
            self._wake.set()

    def end(self, code: int, reason: str) -> None:
        """Close, without sending what still waits. The first reason counts."""
        if self._closing is None:
            self._closing = code, reason
            self._waiting.clear()
            self._wake.set()

    async def run(self) -> int:
        """Read and write until one side closes, or the client takes nothing for too long. Returns
        the code that it ended with.
        """
        reader = asyncio.create_task(self._read())
        try:
            async with patience(SEND_SECONDS) as waiting:
                await self._write(waiting)
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            """Nobody is there to be told. (The server calls it a ``RuntimeError`` to send on a
            socket that it has just closed itself.)
            """
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)
        return self._closing[0] if self._closing else LOST

    async def _write(self, waiting: Patience) -> None:
        while self._closing is None:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                waiting.begin()
                await self._channel.send_text(self._waiting.popleft())
            waiting.end()
        waiting.begin()
        await self._channel.close(*self._closing)

    async def _read(self) -> None:
        try:
            while True:
                frame = await receive(self._channel)
                if isinstance(frame, PingFrame):
                    self.offer(_PONG)
                else:
                    self._hear(frame)
        except BadFrame as error:
            self.end(Close.BAD_FRAME, str(error))
        except WebSocketDisconnect as gone:
            self.end(gone.code, "")


async def receive(channel: Channel) -> ClientFrame:
    """The next frame. Raises ``BadFrame`` and, when the client is gone, ``WebSocketDisconnect``."""
    message = await channel.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(_code_of(message))
    text = message.get("text")
    if text is None:
        raise BadFrame("frames are text")
    try:
        return _FRAMES.validate_json(text)
    except ValidationError as error:
        # A close frame holds 123 bytes, and nothing that the client sent belongs in it.
        raise BadFrame(f"invalid frame: {error.errors()[0]['type']}") from None


def _code_of(gone: Message) -> int:
    """The server says 1005 of a client that closes without a code, and of a lost connection too;
    but of that without a reason.
    """
    code: int = gone["code"]
    return LOST if code == _NO_CODE and "reason" not in gone else code
