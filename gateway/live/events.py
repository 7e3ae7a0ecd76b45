"""Server-sent events in a WebSocket's place, for a client whose network lets none through.

What is offered leaves as an unnamed event with one frame; a close comes as an event ``close`` with
its code. The client cannot ask whether the line is alive, so a comment comes every few seconds.
https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from gateway.live.socket import Channel, Close
from shared.mongo import DatabaseError

BEAT_SECONDS = 3.0

_GONE = 1001
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    # Asks proxies of the nginx kind not to collect the answer first.
    (b"x-accel-buffering", b"no"),
]


class EventChannel:
    """A channel over one answer. The client says nothing but, in the end, that it is gone."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send

    async def open(self) -> None:
        await self._send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await self._write(":\n\n")

    async def send_text(self, data: str, /) -> None:
        await self._write(f"data: {data}\n\n")

    async def close(self, code: int, reason: str, /) -> None:
        await self._write(f"event: close\ndata: {code} {reason}\n\n", more_body=False)

    async def receive(self) -> Message:
        while (await self._receive())["type"] != "http.disconnect":
            """The body of a GET, which has none."""
        return {"type": "websocket.disconnect", "code": _GONE}

    async def beat(self) -> None:
        """For as long as nobody cancels it."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self._write(":\n\n")

    async def _write(self, text: str, *, more_body: bool = True) -> None:
        body = {"type": "http.response.body", "body": text.encode(), "more_body": more_body}
        await self._send(body)


class EventStream(Response):
    """An answer that lasts as long as ``run`` does with its channel."""

    def __init__(self, run: Callable[[Channel], Awaitable[None]]) -> None:
        super().__init__()
        self._run = run

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        channel = EventChannel(receive, send)
        await channel.open()
        beating = asyncio.create_task(channel.beat())
        try:
            await self._run(channel)
        except (DatabaseError, ConnectionError, TimeoutError):
            await channel.close(Close.TRY_LATER, "try again")
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)
