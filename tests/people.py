"""An agent and a customer as programs: what a test makes them do, over real HTTP and sockets."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests import plain
from tests.eventually import eventually

Json = dict[str, Any]
Found = TypeVar("Found")


class Frames:
    """What one socket has heard, in order; ``readies`` counts its ``ready`` frames.

    Waiting on it raises ``ConnectionError`` once the socket has ended, ``TimeoutError`` in the end.
    """

    def __init__(self) -> None:
        self.events: list[Json] = []
        self.readies = 0
        self._has_ended = False
        self._changed = asyncio.Condition()
        self._socket: ClientConnection | None = None

    def on(self, socket: ClientConnection) -> None:
        """Where they are heard, and where ``say`` says."""
        self._socket = socket

    async def say(self, **frame: Any) -> None:
        """Send one frame."""
        assert self._socket is not None
        await self._socket.send(json.dumps(frame))

    async def at(self, conversation_id: str, activity: str) -> None:
        """Say what one does at a conversation."""
        await self.say(type="presence", conversation_id=conversation_id, activity=activity)

    async def hear(self, frame: Json) -> None:
        async with self._changed:
            if frame["type"] == "ready":
                self.readies += 1
            else:
                self.events += frame["frames"] if frame["type"] == "gathered" else [frame]
            self._changed.notify_all()

    async def end(self) -> None:
        async with self._changed:
            self._has_ended = True
            self._changed.notify_all()

    async def ready(self, times: int = 1, seconds: float = 15.0) -> None:
        """Return once ``ready`` came that often."""
        await self._until(lambda: self.readies >= times, seconds)

    async def event(self, event_type: str, seconds: float = 15.0, **members: Any) -> Json:
        """The first event of that type whose ``data`` has these members, waited for."""

        def found() -> Json | None:
            return next((f for f in self.events if _matches(f, event_type, members)), None)

        frame = await self._until(found, seconds)
        assert frame is not None
        return frame

    async def following(self, count: int) -> Json:
        """The event after the first ``count``, waited for as long as the socket lasts."""
        await self._until(lambda: len(self.events) > count, None)
        return self.events[count]

    @property
    def close_code(self) -> int | None:
        """What the socket was closed with; ``None`` while it is open."""
        return self._socket.close_code if self._socket else None

    async def _until(self, condition: Callable[[], Found], seconds: float | None) -> Found:
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: self._has_ended or condition())
        if not (found := condition()):
            raise ConnectionError("the socket has ended")
        return found

    def texts(self) -> list[str]:
        """The texts of the messages heard, in order."""
        sent = (f for f in self.events if f["type"] == "conversation.message_sent.v1")
        return [frame["data"]["message"]["text"] for frame in sent]


class Person:
    """Someone with an HTTP client, who can listen on a socket."""

    conversation_path: str
    stream_path: str

    def __init__(self, base_url: str) -> None:
        self.http = plain.client(base_url, timeout=20)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    async def messages(self, path: str, **query: int) -> list[Json]:
        """A page of a thread, ascending."""
        answer = await self.http.get(f"{path}/messages", params=query)
        answer.raise_for_status()
        items: list[Json] = answer.json()["items"]
        return items

    async def post(self, path: str, text: str, **members: Any) -> httpx.Response:
        """Send one message, whatever the answer."""
        body = {"client_id": str(uuid4()), "text": text} | members
        return await self.http.post(f"{path}/messages", json=body)

    async def upload(self, path: str, name: str, content: bytes) -> httpx.Response:
        """Upload one file, whatever the answer."""
        return await self.http.post(f"{path}/attachments", files={"file": (name, content)})

    async def send_until_acknowledged(self, path: str, text: str) -> Json:
        """What a patient page does: the same message again until the server has it."""
        client_id = str(uuid4())
        acknowledged: list[Json] = []

        async def attempt() -> bool:
            try:
                answer = await self.post(path, text, client_id=client_id)
            except httpx.HTTPError:
                return False
            if answer.is_success:
                acknowledged.append(answer.json())
            return answer.is_success

        await eventually(attempt, seconds=60)
        return acknowledged[0]

    @asynccontextmanager
    async def socket(self) -> AsyncIterator[ClientConnection]:
        """A socket that is open, on which it was said who is there."""
        url = str(self.http.base_url).replace("http", "ws", 1).rstrip("/") + self.stream_path
        async with connect(url, additional_headers=self._socket_headers()) as socket:
            await self._introduce(socket)
            yield socket

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Frames]:
        """A socket that is open and ready."""
        frames = Frames()
        async with self.socket() as socket:
            frames.on(socket)
            listening = asyncio.create_task(_listen(socket, frames))
            try:
                await frames.ready()
                yield frames
            finally:
                listening.cancel()

    def _socket_headers(self) -> dict[str, str]:
        return {}

    async def _introduce(self, socket: ClientConnection) -> None:
        """Say who is there, where the address does not."""


class Agent(Person):
    """An agent, signed in by ``sign_in``."""

    stream_path = "/api/v1/stream"

    async def sign_in(self, email: str, password: str) -> Self:
        answer = await self.http.post(
            "/api/v1/session", json={"email": email, "password": password}
        )
        answer.raise_for_status()
        return self

    def conversation(self, conversation_id: str) -> str:
        """The path of a conversation."""
        return f"/api/v1/conversations/{conversation_id}"

    async def conversations(self, status: str = "active", **query: str | int) -> Json:
        """A page of the list: the first, where ``query`` names no other."""
        asked = {"status": status} | query
        answer = await self.http.get("/api/v1/conversations", params=asked)
        answer.raise_for_status()
        page: Json = answer.json()
        return page

    async def all_conversations(self, status: str) -> Json:
        """The list to its end, as one page."""
        whole = await self.conversations(status, limit=100)
        while cursor := whole["next_cursor"]:
            below = await self.conversations(status, limit=100, cursor=cursor)
            whole = {**below, "items": [*whole["items"], *below["items"]]}
        return whole

    async def others_at(self, conversation_id: str) -> dict[str, str]:
        """What agents do at a conversation, by name."""
        answer = await self.http.get(f"/api/v1/presence/{conversation_id}")
        answer.raise_for_status()
        return {agent["name"]: agent["activity"] for agent in answer.json()["agents"]}

    async def counts(self) -> Json:
        answer = await self.http.get("/api/v1/conversations/counts")
        answer.raise_for_status()
        counts: Json = answer.json()
        return counts

    def _socket_headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        return {"Cookie": cookies}


class Customer(Person):
    """A customer of the workspace with ``key``; has a conversation once started."""

    stream_path = "/widget/v1/stream"
    path = "/widget/v1/conversation"

    async def start(
        self, key: str, text: str, name: str = "Mia Torres", client_id: str = ""
    ) -> Json:
        """Write for the first time; the answer is the conversation."""
        body = {
            "client_id": client_id or str(uuid4()),
            "name": name,
            "email": "mia@shop.example",
            "text": text,
        }
        answer = await self.http.post(f"/widget/v1/{key}/conversations", json=body)
        answer.raise_for_status()
        opened: Json = answer.json()
        self.http.headers["Authorization"] = f"Bearer {opened['token']}"
        conversation: Json = opened["conversation"]
        return conversation

    async def _introduce(self, socket: ClientConnection) -> None:
        _, token = self.http.headers["Authorization"].split()
        await socket.send(json.dumps({"type": "token", "token": token}))


async def _listen(socket: ClientConnection, frames: Frames) -> None:
    try:
        async for frame in socket:
            await frames.hear(json.loads(frame))
    except ConnectionClosed:
        """It ended one way or another; whoever waits is told."""
    await frames.end()


def _matches(frame: Json, event_type: str, members: Json) -> bool:
    data = frame.get("data", {})
    return frame["type"] == event_type and all(data.get(k) == v for k, v in members.items())
