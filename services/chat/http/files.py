"""Files over HTTP: one multipart part in, as it streams, and a response that no browser runs."""

import sys
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import StreamingResponse

from services.chat.domain.attachments import Attachment
from services.chat.http import multipart
from services.chat.use_cases.attachments import IncomingFile
from shared import refusals
from shared.contracts.values import FILE_LIMIT_BYTES

ENVELOPE_BYTES = 64 * 1024
"""What boundaries and headers may take beside the file."""
BODY_COUNTED_HERE = sys.maxsize
"""For the framework's own limit, which would answer in plain text and without the limit."""

SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=3600",
}


ONE_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                    "additionalProperties": False,
                }
            }
        },
    }
}
"""For the description of a route that takes a file: the framework does not see its body."""
DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
    }
}


async def receive(request: Request) -> IncomingFile:
    """The one file of a ``multipart/form-data`` body, of which no more is read than needed.

    Raises ``Invalid``, or ``TooLarge`` for a body that is announced, or grows, too large.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > FILE_LIMIT_BYTES + ENVELOPE_BYTES:
        raise refusals.TooLarge(limit_bytes=FILE_LIMIT_BYTES)
    content_type = request.headers.get("content-type", "")
    return await multipart.only_file(content_type, _bounded(request.stream()))


def response(attachment: Attachment, content: AsyncIterator[bytes]) -> StreamingResponse:
    """``content`` as a download; in place only for what was proved to be a raster image."""
    disposition = "inline" if attachment.is_raster_image else "attachment"
    return StreamingResponse(
        content,
        media_type=attachment.content_type,
        headers={
            "Content-Length": str(attachment.size),
            "Content-Disposition": f"{disposition}; {_file_name(attachment.name)}",
            **SAFE_HEADERS,
        },
    )


async def _bounded(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The file is counted by the use case; this counts what is wrapped around it too."""
    size = 0
    async for piece in body:
        size += len(piece)
        if size > FILE_LIMIT_BYTES + ENVELOPE_BYTES:
            raise refusals.TooLarge(limit_bytes=FILE_LIMIT_BYTES)
        yield piece


def _file_name(name: str) -> str:
    """As RFC 6266 says: plain for old clients, and in full (RFC 5987)."""
    plain = "".join(c if c.isascii() and c not in '"\\%' else "_" for c in name)
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
