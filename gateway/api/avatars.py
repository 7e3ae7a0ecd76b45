"""Pictures of agents: the one that they gave, else initials on a colour of their own, as SVG."""

import hashlib
from html import escape

from fastapi import APIRouter, Request, Response

from gateway.api import access
from gateway.identity.domain import Picture
from shared import refusals

KEPT_SECONDS = 300
PICTURE_KEPT_SECONDS = 24 * 3600
"""As long as someone may still see a picture that was removed, who has seen it before."""

COLORS = (
    "#1d5fbf",
    "#0b7285",
    "#2b7a3f",
    "#5f6b0a",
    "#8a5a00",
    "#a8451a",
    "#b3261e",
    "#a62560",
    "#8e2f96",
    "#6741c4",
    "#4a55b8",
    "#5a6270",
)
"""Each carries white text at a contrast of 4.5:1 or more."""

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">'
    '<rect width="64" height="64" fill="{color}"/>'
    '<text x="32" y="33" fill="#fff" font-family="system-ui,sans-serif" font-size="26"'
    ' font-weight="600" text-anchor="middle" dominant-baseline="central">{initials}</text></svg>'
)

_INERT = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Opened by itself it is a picture and nothing else; sites with a widget may show it."""

router = APIRouter(tags=["avatars"])


@router.get(
    "/avatars/{agent_id}",
    response_class=Response,
    responses={200: {"description": "A picture", "content": {"image/*": {}}}},
)
async def avatar(request: Request, agent_id: str, v: str = "") -> Response:
    """The agent's picture. Public: customers see it, and it shows no more than was given for that.

    ``v`` only tells caches which picture the address is of: what is served is always the newest.
    """
    repository = access.identity_of(request).repository
    picture = await repository.pictures.of(agent_id)
    if picture is not None:
        return _given(picture, is_current=v == str(picture.version))
    name = await repository.agents.name(agent_id)
    if name is None:
        raise refusals.NotFound
    kept = "no-cache" if v else f"public, max-age={KEPT_SECONDS}"
    return Response(
        drawn(agent_id, name), media_type="image/svg+xml", headers={"Cache-Control": kept, **_INERT}
    )


def _given(picture: Picture, *, is_current: bool) -> Response:
    """Kept only at an address of its own; at any other the next picture must be seen too."""
    kept = f"public, max-age={PICTURE_KEPT_SECONDS}, immutable" if is_current else "no-cache"
    return Response(
        picture.content,
        media_type=picture.content_type,
        headers={"Cache-Control": kept, **_INERT},
    )


def drawn(agent_id: str, name: str) -> str:
    """An SVG of the initials of ``name``; the colour follows from ``agent_id`` alone."""
    return _SVG.format(color=color_of(agent_id), initials=escape(initials_of(name)))


def color_of(agent_id: str) -> str:
    """One of ``COLORS``, always the same for the same agent."""
    return COLORS[hashlib.sha256(agent_id.encode()).digest()[0] % len(COLORS)]


def initials_of(name: str) -> str:
    """The first letters of the first and the last word: ``Ann van Dyke`` → ``AD``."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper()
