"""How large a body the gateway's own routes take; the forwarded ones count in the proxy."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from shared import refusals

LIMIT_BYTES = 64 * 1024


class _TooLarge(HTTPException):
    """Of this kind, because any other error while a body is read becomes a 400 in FastAPI."""

    def __init__(self) -> None:
        super().__init__(413)


class SmallBodyRoute(APIRoute):
    """Refuses a body over ``LIMIT_BYTES``: a declared one before it is read, others while they are.

    FastAPI's own limit answers in plain text, and without saying the limit.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What FastAPI calls for each request."""
        handle = super().get_route_handler()

        async def handle_counted(request: Request) -> Response:
            declared = request.headers.get("content-length", "")
            if declared.isdecimal() and int(declared) > LIMIT_BYTES:
                raise refusals.TooLarge(limit_bytes=LIMIT_BYTES)
            try:
                return await handle(_counted(request))
            except _TooLarge:
                raise refusals.TooLarge(limit_bytes=LIMIT_BYTES) from None

        return handle_counted


def _counted(request: Request) -> Request:
    received_bytes = 0

    async def receive() -> Message:
        nonlocal received_bytes
        message = await request.receive()
        received_bytes += len(message.get("body", b""))
        if received_bytes > LIMIT_BYTES:
            raise _TooLarge
        return message

    return Request(request.scope, receive)
