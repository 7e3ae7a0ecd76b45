"""What an agent can do about their own picture: give one, and go back to initials."""

from gateway.identity import images
from gateway.identity.domain import Agent, Picture
from gateway.identity.use_cases import Identity, tell_roster
from shared import refusals
from shared.mongo import Transaction

LIMIT_BYTES = 256 * 1024
LIMIT_PIXELS = 1024
"""The longest side: what is larger costs whoever shows it more than it is worth."""


class NotAPicture(refusals.Refusal):
    """The bytes are no image of the kind that they are said to be."""

    slug, title, status = "not-a-picture", "Not a PNG, JPEG or WebP image", 422


class PictureTooBroad(refusals.Refusal):
    """A side is longer than ``limit_pixels``."""

    slug, title, status = "picture-too-broad", "The picture has too many pixels", 422


async def set_picture(identity: Identity, agent: Agent, content: bytes, content_type: str) -> Agent:
    """``agent`` with the picture ``content``. Raises ``NotAPicture``, ``PictureTooBroad``."""
    image = images.image_in(content)
    if image is None or image.content_type != content_type:
        raise NotAPicture
    if max(image.width, image.height) > LIMIT_PIXELS:
        raise PictureTooBroad(limit_pixels=LIMIT_PIXELS)

    async def attempt(tx: Transaction) -> Agent:
        after = await _changed(identity, tx, agent, has_picture=True)
        picture = Picture(content, image.content_type, after.picture_version)
        await identity.repository.pictures.save(tx, after, picture)
        return after

    return identity.directory.learn_agent(await identity.mongo.transact(attempt, turns=[agent.id]))


async def remove_picture(identity: Identity, agent: Agent) -> Agent:
    """``agent`` with initials. Removing none is fine."""

    async def attempt(tx: Transaction) -> Agent:
        after = await _changed(identity, tx, agent, has_picture=False)
        await identity.repository.pictures.remove(tx, after)
        return after

    return identity.directory.learn_agent(await identity.mongo.transact(attempt, turns=[agent.id]))


async def _changed(
    identity: Identity, tx: Transaction, agent: Agent, *, has_picture: bool
) -> Agent:
    agents = identity.repository.agents
    after = await agents.change_picture(tx, agent.workspace_id, agent.id, has_picture=has_picture)
    if after is None:
        raise refusals.NotFound
    await tell_roster(identity, agent.workspace_id, tx)
    return after
