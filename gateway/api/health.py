"""Whether the whole system is ready: the gateway's own parts and every service behind it."""

import asyncio
from collections.abc import Mapping, Sequence

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from gateway.api.proxy import Proxy
from shared.app import Part, not_ready


def routes(parts: Sequence[Part], services: Mapping[str, Proxy]) -> APIRouter:
    """``GET /healthz``: 200 when everything answers, else 503 with the names of what does not."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> JSONResponse:
        are_ready = await asyncio.gather(*(proxy.is_ready() for proxy in services.values()))
        broken = await not_ready(parts)
        broken += [name for name, is_ready in zip(services, are_ready, strict=True) if not is_ready]
        status = "not ready" if broken else "ready"
        return JSONResponse({"status": status, "broken": broken}, 503 if broken else 200)

    return router
