"""What admins do with endpoints."""

from services.webhooks.domain import endpoints as domain
from services.webhooks.domain import offer
from services.webhooks.domain.endpoints import Endpoint, Secret
from services.webhooks.use_cases.webhooks import Webhooks
from shared import refusals
from shared.contracts.webhooks import NewWebhookEndpoint, WebhookEndpointPatch
from shared.mongo import Transaction

GIVEN_UP_AT_ONCE = 1000


async def get(webhooks: Webhooks, workspace_id: str, endpoint_id: str) -> Endpoint:
    """Raises ``NotFound``."""
    found = await webhooks.repository.endpoints.find(workspace_id, endpoint_id)
    return _there(found)


async def create(webhooks: Webhooks, workspace_id: str, wanted: NewWebhookEndpoint) -> Endpoint:
    """A new one, or the one that the same ``client_id`` made before. Raises ``TooMany``,
    ``AddressNotAllowed``, ``Invalid``.
    """
    offer.require(wanted.event_types)
    await webhooks.caller.check(wanted.url)

    async def attempt(tx: Transaction) -> Endpoint:
        others = await webhooks.repository.endpoints.of(workspace_id, tx)
        for other in others:
            if other.client_id == wanted.client_id:
                return other
        slot = domain.free_slot({other.slot for other in others})
        endpoint = _new(webhooks, workspace_id, wanted, slot)
        await webhooks.repository.endpoints.save(endpoint, tx)
        return endpoint

    return await webhooks.mongo.transact(attempt, turns=[workspace_id])


async def change(
    webhooks: Webhooks, workspace_id: str, endpoint_id: str, patch: WebhookEndpointPatch
) -> Endpoint:
    """Raises ``NotFound``, ``AddressNotAllowed``, ``Invalid``. What waits where nothing was sent
    fails, so that one that is enabled again starts clean.
    """
    before = await get(webhooks, workspace_id, endpoint_id)
    offer.require(patch.event_types or [])
    if patch.url is not None:
        await webhooks.caller.check(patch.url)
    if not before.is_enabled:
        await give_up(webhooks, before)

    async def attempt(tx: Transaction) -> Endpoint:
        found = await webhooks.repository.endpoints.find(workspace_id, endpoint_id, tx)
        after = domain.changed(_there(found), patch, webhooks.now())
        await webhooks.repository.endpoints.save(after, tx)
        return after

    after = await webhooks.mongo.transact(attempt, turns=[endpoint_id])
    if not after.is_enabled:
        await give_up(webhooks, after)
    return after


async def remove(webhooks: Webhooks, workspace_id: str, endpoint_id: str) -> None:
    """With all that was kept for it. Raises ``NotFound``."""

    async def attempt(tx: Transaction) -> None:
        if not await webhooks.repository.endpoints.remove(workspace_id, endpoint_id, tx):
            raise refusals.NotFound

    await webhooks.mongo.transact(attempt, turns=[endpoint_id])
    await webhooks.repository.deliveries.remove_of(endpoint_id)


async def rotate(webhooks: Webhooks, workspace_id: str, endpoint_id: str) -> Endpoint:
    """A new secret; the old one signs beside it for a day. Raises ``NotFound``."""
    secret = webhooks.new_secret()

    async def attempt(tx: Transaction) -> Endpoint:
        found = await webhooks.repository.endpoints.find(workspace_id, endpoint_id, tx)
        after = domain.rotated(_there(found), secret, webhooks.now())
        await webhooks.repository.endpoints.save(after, tx)
        return after

    return await webhooks.mongo.transact(attempt, turns=[endpoint_id])


async def give_up(webhooks: Webhooks, endpoint: Endpoint) -> None:
    """What waits for an endpoint that is disabled has failed."""
    deliveries, reason = webhooks.repository.deliveries, endpoint.why_not
    while await deliveries.give_up(endpoint.id, reason, GIVEN_UP_AT_ONCE):
        """Some were left."""


def _there(found: Endpoint | None) -> Endpoint:
    if found is None:
        raise refusals.NotFound
    return found


def _new(webhooks: Webhooks, workspace_id: str, wanted: NewWebhookEndpoint, slot: int) -> Endpoint:
    now = webhooks.now()
    return Endpoint(
        id=webhooks.new_id(),
        workspace_id=workspace_id,
        client_id=wanted.client_id,
        slot=slot,
        url=wanted.url,
        description=wanted.description,
        event_types=tuple(wanted.event_types),
        secrets=(Secret(webhooks.new_secret()),),
        created_at=now,
        updated_at=now,
    )
