"""One socket's queue, order and ends, with a client that is a pair of ASGI callables."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from starlette.types import Message
from starlette.websockets import WebSocket

from gateway.live import socket as sockets
from gateway.live.socket import QUEUE_LIMIT, Close, Listening, Socket, not_now
from shared.contracts.frames import ClientFrame, TypingFrame
from tests.eventually import eventually


class Client:
    """Takes what is sent while it ``is_reading``; says what is put into ``says``."""

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.says: asyncio.Queue[Message] = asyncio.Queue()
        self.is_reading = asyncio.Event()
        self.is_reading.set()
        self.says.put_nowait({"type": "websocket.connect"})

    async def send(self, message: Message) -> None:
        await self.is_reading.wait()
        self.got.append(message)
        if message["type"] == "websocket.close":
            self.says.put_nowait({"type": "websocket.disconnect", "code": message["code"]})

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.got if message["type"] == "websocket.send"]

    async def has_got(self, *texts: str) -> None:
        """Return once these frames, and no others, have come."""

        async def has() -> bool:
            return self.texts == [*texts]

        await eventually(has, seconds=5)

    @property
    def close_code(self) -> int | None:
        codes = [message["code"] for message in self.got if message["type"] == "websocket.close"]
        return codes[0] if codes else None


@asynccontextmanager
async def running(
    client: Client, hear: Callable[[ClientFrame], None] = not_now
) -> AsyncIterator[tuple[Socket, "asyncio.Task[int]"]]:
    """An accepted socket, and the task that serves it."""
    websocket = WebSocket({"type": "websocket"}, client.says.get, client.send)
    await websocket.accept()
    socket = Socket(websocket, Listening("w1"), hear)
    task = asyncio.create_task(socket.run())
    try:
        yield socket, task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def ended(task: "asyncio.Task[int]") -> int:
    """The code that it ended with."""
    async with asyncio.timeout(5):
        return await task


async def test_frames_leave_in_order_and_none_before_ready() -> None:
    client = Client()
    async with running(client) as (socket, _):
        socket.offer("too early")
        socket.ready()
        for number in range(3):
            socket.offer(str(number))
        await client.has_got('{"type":"ready"}', "0", "1", "2")


async def test_after_a_gap_a_socket_that_is_ready_is_told_so_again() -> None:
    client = Client()
    async with running(client) as (socket, _):
        socket.ready_again()
        socket.ready()
        socket.ready_again()
        await client.has_got('{"type":"ready"}', '{"type":"ready"}')


async def test_a_ping_is_answered_with_a_pong() -> None:
    client = Client()
    async with running(client) as (socket, _):
        socket.ready()
        client.says.put_nowait({"type": "websocket.receive", "text": '{"type":"ping"}'})
        await client.has_got('{"type":"ready"}', '{"type":"pong"}')


async def test_a_client_that_lets_too_many_frames_wait_is_closed_without_them() -> None:
    client = Client()
    async with running(client) as (socket, task):
        socket.ready()
        for number in range(QUEUE_LIMIT):
            socket.offer(str(number))
        assert client.texts == []
        assert await ended(task) == Close.TOO_SLOW
    assert client.texts == []
    assert client.close_code == Close.TOO_SLOW


async def test_a_frame_that_does_not_leave_in_time_ends_the_socket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sockets, "SEND_SECONDS", 0.05)
    client = Client()
    async with running(client) as (socket, task):
        client.is_reading.clear()
        socket.ready()
        assert await ended(task) == sockets.LOST
    assert client.got == [{"type": "websocket.accept", "subprotocol": None, "headers": []}]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"code": 1001, "reason": ""}, 1001),
        ({"code": 1005, "reason": ""}, 1005),
        ({"code": 1005}, sockets.LOST),
        ({"code": 1012}, 1012),
    ],
    ids=["goes", "goes without a code", "is lost", "is drained"],
)
async def test_a_client_that_is_gone_ends_the_socket(said: dict[str, object], code: int) -> None:
    client = Client()
    async with running(client) as (_, task):
        client.says.put_nowait({"type": "websocket.disconnect", **said})
        assert await ended(task) == code


async def test_the_first_reason_to_close_counts() -> None:
    client = Client()
    async with running(client) as (socket, task):
        socket.end(Close.SESSION_ENDED, "signed out")
        socket.end(Close.TOO_SLOW, "too slow")
        await ended(task)
    assert client.close_code == Close.SESSION_ENDED


@pytest.mark.parametrize(
    "text", ["", "[]", json.dumps({"type": "ping", "x" * 500: 1}), '{"type":"\\ud800"}']
)
async def test_a_reason_fits_into_a_close_frame_and_repeats_nothing(text: str) -> None:
    client = Client()
    async with running(client) as (_, task):
        client.says.put_nowait({"type": "websocket.receive", "text": text})
        await ended(task)
    reason = client.got[-1]["reason"]
    assert client.close_code == Close.BAD_FRAME
    assert len(reason.encode()) <= 123
    assert "xxx" not in reason


async def test_whatever_a_client_says_but_pings_is_heard_by_whom_it_is_meant_for() -> None:
    client, heard = Client(), list[ClientFrame]()
    async with running(client, heard.append) as (socket, task):
        socket.ready()
        for text in ('{"type":"typing","is_typing":true}', '{"type":"ping"}'):
            client.says.put_nowait({"type": "websocket.receive", "text": text})
        await client.has_got('{"type":"ready"}', '{"type":"pong"}')
        assert not task.done()
    assert heard == [TypingFrame(type="typing", is_typing=True)]


async def test_what_is_not_this_clients_to_say_closes_the_socket() -> None:
    client = Client()
    async with running(client) as (_, task):
        typing = '{"type":"typing","is_typing":true}'
        client.says.put_nowait({"type": "websocket.receive", "text": typing})
        await ended(task)
    assert client.close_code == Close.BAD_FRAME
