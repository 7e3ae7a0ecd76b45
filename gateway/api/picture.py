"""One's own picture: the image itself is the body, and the answer says where it is served."""

from typing import ClassVar

from fastapi import APIRouter, Request

from gateway.api import access
from gateway.api.access import AnAgent
from gateway.api.bodies import SmallBodyRoute
from gateway.identity import pictures
from gateway.identity.pictures import NotAPicture, PictureTooBroad
from shared import problems
from shared.contracts.workspaces import Agent

_BODY = {
    "required": True,
    "content": {
        content_type: {"schema": {"type": "string", "format": "binary"}}
        for content_type in ("image/png", "image/jpeg", "image/webp")
    },
}


class PictureRoute(SmallBodyRoute):
    """Takes a body as large as a picture may be."""

    limit_bytes: ClassVar[int] = pictures.LIMIT_BYTES


router = APIRouter(prefix="/api/v1/agents/me/picture", tags=["agents"], route_class=PictureRoute)


@router.put(
    "",
    openapi_extra={"requestBody": _BODY},
    responses=problems.documented(NotAPicture, PictureTooBroad),
)
async def set_picture(request: Request, who: AnAgent) -> Agent:
    """Show this image instead of initials; ``avatar_url`` in the answer is its new address."""
    content_type = request.headers.get("content-type", "")
    content = await request.body()
    agent = await pictures.set_picture(
        access.identity_of(request), who.agent, content, content_type
    )
    return Agent.model_validate(agent)


@router.delete("")
async def remove_picture(request: Request, who: AnAgent) -> Agent:
    """Back to initials."""
    agent = await pictures.remove_picture(access.identity_of(request), who.agent)
    return Agent.model_validate(agent)
