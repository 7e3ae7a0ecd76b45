"""``GET /events``: the catalogue as a page; below it the AsyncAPI document and the schemas."""

import json

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from gateway.assets import POLICY
from gateway.catalogue.page import HERE, render
from gateway.settings import GatewaySettings
from shared.refusals import NotFound

DOCUMENT = "asyncapi.json"
_HEADERS = {"Cache-Control": "no-cache"}
_PAGE_HEADERS = {**_HEADERS, "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'"}
_NOT_THERE = "<!doctype html><title>Events</title><p>The catalogue of events was not installed."


def routes(settings: GatewaySettings) -> APIRouter:
    """The routes of the catalogue in ``settings.catalogue``; they belong before the console's."""
    schemas = settings.catalogue / "schemas"
    offered = {file.name: file for file in schemas.glob("*.json")}
    document = settings.catalogue / DOCUMENT
    html = render(json.loads(document.read_text())) if document.is_file() else None

    async def page(_: Request) -> Response:
        if html is None:
            return HTMLResponse(_NOT_THERE, status_code=503)
        return HTMLResponse(html, headers=_PAGE_HEADERS)

    async def style(_: Request) -> Response:
        return FileResponse(HERE / "page.css", headers=_HEADERS)

    async def asyncapi(_: Request) -> Response:
        if html is None:
            raise NotFound
        return FileResponse(document, headers=_HEADERS)

    async def schema(request: Request) -> Response:
        if (name := request.path_params["name"]) not in offered:
            raise NotFound
        return FileResponse(offered[name], media_type="application/schema+json", headers=_HEADERS)

    return APIRouter(
        routes=[
            Route("/events", page, include_in_schema=False),
            Route("/events/page.css", style, include_in_schema=False),
            Route(f"/events/{DOCUMENT}", asyncapi, include_in_schema=False),
            Route("/events/schemas/{name}", schema, include_in_schema=False),
        ]
    )
