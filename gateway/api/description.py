"""``GET /openapi.json``: the description of the public API, for programs and their writers."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response
from starlette.routing import Route

from gateway.settings import GatewaySettings
from shared.refusals import NotFound


def routes(settings: GatewaySettings) -> APIRouter:
    """The one route; the document is generated, and lies where ``settings.openapi`` says."""

    async def document(_: Request) -> Response:
        if not settings.openapi.is_file():
            raise NotFound
        return FileResponse(settings.openapi, headers={"Cache-Control": "no-cache"})

    return APIRouter(routes=[Route("/openapi.json", document, include_in_schema=False)])
