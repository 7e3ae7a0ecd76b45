"""An agent and a customer as programs, who know when something does not come."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

ANSWER_SECONDS = 10.0
FRAME_SECONDS = 15.0
POLL_SECONDS = 0.1
FEW_CHARACTERS = 200

Json = dict[str, Any]


class Failed(Exception):
    """A hop did not do what it should; the message says what it did."""


@dataclass
class Frames:
    """What a socket hears, from ``open`` to ``close``."""

    socket: aiohttp.ClientWebSocketResponse
    heard: list[Json] = field(default_factory=list)

    async def until(self, kind: str, subject: str | None = None, **data: object) -> Json:
        """The first frame of that type about ``subject`` with that in it. Raises ``Failed``."""
        try:
            async with asyncio.timeout(FRAME_SECONDS):
                while True:
                    for frame in self.heard:
                        if _is(frame, kind, subject, data):
                            return frame
                    await self._hear()
        except TimeoutError:
            raise Failed(f"no {kind} within {FRAME_SECONDS:.0f} s") from None

    async def say(self, **frame: object) -> None:
        """One frame to the server."""
        await self.socket.send_json(frame)

    async def _hear(self) -> None:
        message = await self.socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise Failed(f"the socket ended ({self.socket.close_code})")
        frame = message.json()
        self.heard += frame["frames"] if frame["type"] == "gathered" else [frame]


def _is(frame: Json, kind: str, subject: str | None, data: Json) -> bool:
    is_about = subject is None or frame.get("subject") == subject
    return (
        frame["type"] == kind and is_about and data.items() <= _texts(frame.get("data", {})).items()
    )


def _texts(data: Json) -> Json:
    """What a frame's data says, with a message's text beside it."""
    return data | {"text": data.get("message", {}).get("text")}


class Person:
    """Someone with a browser."""

    def __init__(self, base_url: str) -> None:
        self._http = aiohttp.ClientSession(
            base_url,
            cookie_jar=aiohttp.DummyCookieJar(),  # ours goes along whatever the address is
            timeout=aiohttp.ClientTimeout(ANSWER_SECONDS),
        )
        self._headers: dict[str, str] = {}
        self._cookies: dict[str, str] = {}
        self.frames: Frames

    async def close(self) -> None:
        """Let go of the sockets and connections."""
        await self._http.close()

    def carry(self, token: str) -> None:
        """Prove oneself with ``token`` from now on."""
        self._headers = {"Authorization": f"Bearer {token}"}

    def _cookie(self) -> dict[str, str]:
        """Ours, also one that is for https, within a cluster."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Cookie": cookies} if cookies else {}

    async def ask(self, method: str, path: str, body: Json | None = None) -> Any:
        """The answer's JSON, None where it has none. Raises ``Failed`` for anything but a yes."""
        try:
            async with self._http.request(
                method, path, json=body, headers=self._headers | self._cookie()
            ) as answer:
                self._cookies |= {name: each.value for name, each in answer.cookies.items()}
                text = await answer.text()
                if not answer.ok:
                    raise Failed(f"{method} {path} says {answer.status}: {text[:FEW_CHARACTERS]}")
                return await answer.json() if text else None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Failed(f"{method} {path}: {type(error).__name__} {error}") from error

    async def open_socket(self, path: str, token: str | None = None) -> None:
        """Hear from now on. Raises ``Failed``."""
        try:
            socket = await self._http.ws_connect(path, headers=self._cookie())
            self.frames = Frames(socket)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Failed(f"{path}: {type(error).__name__} {error}") from error
        if token:
            await self.frames.say(type="token", token=token)
        await self.frames.until("ready")

    async def until(self, what: str, ask: Callable[[], Awaitable[bool]]) -> None:
        """Ask until it is so. Raises ``Failed``."""
        try:
            async with asyncio.timeout(FRAME_SECONDS):
                while not await ask():
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise Failed(f"{what} within {FRAME_SECONDS:.0f} s") from None


def new_id() -> str:
    """A client's id for what it makes."""
    return str(uuid.uuid4())
