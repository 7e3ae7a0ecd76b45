"""The built web: the console, the widget's frame and loader, and what they load."""

import json
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.convertors import Convertor, register_url_convertor
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from gateway.api import access
from gateway.settings import GatewaySettings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "base-uri 'none'",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "img-src 'self' data: blob:",
        "manifest-src 'self'",
        "media-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    )
)
CONFIG_PLACE = "__PARLEY_CONFIG__"
_ALWAYS_ASK = {"Cache-Control": "no-cache"}
_NOT_BUILT = """<!doctype html><html lang="en"><title>Parley</title>
<h1>The web client is not built</h1>
<p>The gateway runs, and its screens are missing. Build them with <code>make build</code>, then
reload this page.</p>
"""


class _PageConvertor(Convertor[str]):
    """A path that the console routes by itself: no file, and nothing that is served elsewhere."""

    regex = r"(?!(?:api|assets|avatars|events|files|healthz|livez|readyz|widget)(?:/|$))[^.]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("page", _PageConvertor())


class HashedFiles(StaticFiles):
    """Files whose names change with their content, so that browsers may keep them for ever."""

    async def check_config(self) -> None:
        """A web that is not built yet has no files, which is no failure."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """The file, to be kept."""
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def routes(settings: GatewaySettings) -> APIRouter:
    """The routes of the web built into ``settings.web``; they belong after all others."""
    return APIRouter(
        routes=[
            Mount("/assets", HashedFiles(directory=settings.web / "assets", check_dir=False)),
            Route("/widget/{workspace_key}.js", loader, include_in_schema=False),
            Route("/widget/{workspace_key}/frame", frame, include_in_schema=False),
            Route("/{page:page}", console, include_in_schema=False),
        ]
    )


async def console(request: Request) -> Response:
    """The console, whatever the path: it routes by itself. Nobody may embed it."""
    return _page(request, "console/index.html", "'none'")


async def frame(request: Request) -> Response:
    """The widget's frame, which the workspace's sites may embed and nobody else."""
    workspace = await access.workspace_with_key(request, request.path_params["workspace_key"])
    return _page(request, "widget/frame.html", " ".join(workspace.widget.allowed_origins) or "*")


async def loader(request: Request) -> Response:
    """The script that sites embed, with the workspace's configuration in it."""
    workspace = await access.workspace_with_key(request, request.path_params["workspace_key"])
    config = {
        "key": workspace.key,
        "base_url": _settings(request).public_url or str(request.base_url).rstrip("/"),
        "enabled": workspace.is_open,
        "color": workspace.widget.color,
    }
    source = _source(_settings(request).web / "widget" / "loader.js")
    script = source.replace(CONFIG_PLACE, json.dumps(config), 1)
    return Response(script, media_type="text/javascript", headers=_ALWAYS_ASK)


def _page(request: Request, path: str, embedders: str) -> Response:
    file = _settings(request).web / path
    if not file.is_file():
        return HTMLResponse(_NOT_BUILT, status_code=503)
    policy = f"{POLICY}; frame-ancestors {embedders}"
    return FileResponse(file, headers={**_ALWAYS_ASK, "Content-Security-Policy": policy})


def _source(file: Path) -> str:
    """The loader as built; a script that says why there is none, where there is none."""
    if not file.is_file():
        return f"console.error('Parley: the widget is not built'); void {CONFIG_PLACE};"
    return _text(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _text(file: Path, _: int) -> str:
    """Read once per build."""
    return file.read_text()


def _settings(request: Request) -> GatewaySettings:
    settings: GatewaySettings = request.app.state.settings
    return settings
