"""A body on its way through to a service: its limit is counted while it streams, and whoever sends
it may not take for ever.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import Receive

from shared import refusals

CLIENT_IDLE_SECONDS = 30.0


class ClientTooSlow(refusals.Refusal):
    """The client began a body and then sent nothing for ``CLIENT_IDLE_SECONDS``."""

    slug, title, status = "client-too-slow", "The request took too long to arrive", 408


class ClientGone(refusals.Refusal):
    """The client went away before its request was whole; nobody reads this."""

    slug, title, status = "client-gone", "The request did not arrive whole", 400


@dataclass(frozen=True, slots=True)
class Limit:
    """How large a body may be, and how much more of it what is wrapped around it may take."""

    bytes: int
    envelope_bytes: int = 0


class Body:
    """A request's body on its way through, counted against its limit."""

    def __init__(self, connection: HTTPConnection, receive: Receive, limit: Limit) -> None:
        self._receive = receive
        self._limit = limit
        declared = connection.headers.get("content-length")
        self.declared_bytes = int(declared) if declared and declared.isdigit() else None
        self.is_expected = self.declared_bytes != 0 and (
            self.declared_bytes is not None or "transfer-encoding" in connection.headers
        )
        self.failure: refusals.Refusal | None = None
        if self.declared_bytes is not None:
            self._count(self.declared_bytes)

    async def whole(self) -> bytes:
        """All of it."""
        return b"".join([chunk async for chunk in self.chunks()])

    async def chunks(self) -> AsyncIterator[bytes]:
        """Piece by piece. Raises ``TooLarge``, ``ClientTooSlow`` or ``ClientGone``, and keeps it
        in ``failure``, because whoever sends the pieces on may wrap it.
        """
        received_bytes, more = 0, self.is_expected
        while more:
            try:
                chunk, more = await self._next()
                received_bytes += len(chunk)
                self._count(received_bytes)
            except refusals.Refusal as failure:
                self.failure = failure
                raise
            yield chunk

    async def _next(self) -> tuple[bytes, bool]:
        try:
            async with asyncio.timeout(CLIENT_IDLE_SECONDS):
                message = await self._receive()
        except TimeoutError:
            raise ClientTooSlow from None
        if message["type"] == "http.disconnect":
            raise ClientGone
        return message.get("body", b""), message.get("more_body", False)

    def _count(self, size_bytes: int) -> None:
        if size_bytes > self._limit.bytes + self._limit.envelope_bytes:
            raise refusals.TooLarge(limit_bytes=self._limit.bytes)
