"""How large a body the gateway's own routes take; the forwarded ones are counted in ``passing``."""

from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

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
    """Refuses a body over ``limit_bytes``: a declared one before it is read, others while they are.

    FastAPI's own limit answers in plain text, and without saying the limit.
    """

    limit_bytes: ClassVar[int] = LIMIT_BYTES

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What FastAPI calls for each request."""
        handle, limit_bytes = super().get_route_handler(), self.limit_bytes

        async def handle_counted(request: Request) -> Response:
            declared = request.headers.get("content-length", "")
            if declared.isdecimal() and int(declared) > limit_bytes:
                raise refusals.TooLarge(limit_bytes=limit_bytes)
            try:
                return await handle(_counted(request, limit_bytes))
            except _TooLarge:
                raise refusals.TooLarge(limit_bytes=limit_bytes) from None

        return handle_counted


def _counted(request: Request, limit_bytes: int) -> Request:
    received_bytes = 0

    async def receive() -> Message:
        nonlocal received_bytes
        message = await request.receive()
        received_bytes += len(message.get("body", b""))
        if received_bytes > limit_bytes:
            raise _TooLarge
        return message

    return Request(request.scope, receive)
