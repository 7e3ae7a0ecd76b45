"""The service's routes: parse, one use case, response. Admins only.

The paths are the public ones; the gateway lets through whom it knows and says who it is.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from services.webhooks import views
from services.webhooks.domain.addresses import AddressNotAllowed
from services.webhooks.domain.deliveries import NothingToSend
from services.webhooks.domain.endpoints import Disabled, TooMany
from services.webhooks.use_cases import asking, endpoints
from services.webhooks.use_cases.asking import Wanted
from services.webhooks.use_cases.webhooks import Webhooks
from shared import identity, problems
from shared.contracts import webhooks as contracts
from shared.contracts.values import Id, Page
from shared.identity import Principal

PAGE = 30
LONGEST_PAGE = 100

router = APIRouter(prefix="/api/v1/webhooks")


async def _webhooks(request: Request) -> Webhooks:
    webhooks: Webhooks = request.app.state.webhooks
    return webhooks


Served = Annotated[Webhooks, Depends(_webhooks)]
Admin = Annotated[Principal, Depends(identity.admin)]


@router.get("")
async def list_endpoints(webhooks: Served, admin: Admin) -> contracts.WebhookEndpoints:
    """All of the workspace, and the types of events that there are to choose from."""
    return views.endpoints(await webhooks.repository.endpoints.of(admin.workspace_id))


@router.post("", status_code=201, responses=problems.documented(TooMany, AddressNotAllowed))
async def create_endpoint(
    webhooks: Served, admin: Admin, body: contracts.NewWebhookEndpoint
) -> contracts.WebhookEndpointWithSecret:
    """A new one, with its secret; again with the same ``client_id``, the same."""
    return views.with_secret(await endpoints.create(webhooks, admin.workspace_id, body))


@router.get("/{endpoint_id}")
async def get_endpoint(
    webhooks: Served, admin: Admin, endpoint_id: str
) -> contracts.WebhookEndpoint:
    """One of them."""
    return views.endpoint(await endpoints.get(webhooks, admin.workspace_id, endpoint_id))


@router.patch("/{endpoint_id}", responses=problems.documented(AddressNotAllowed))
async def change_endpoint(
    webhooks: Served, admin: Admin, endpoint_id: str, body: contracts.WebhookEndpointPatch
) -> contracts.WebhookEndpoint:
    """Change what is given; enabled again, it starts clean."""
    changed = await endpoints.change(webhooks, admin.workspace_id, endpoint_id, body)
    return views.endpoint(changed)


@router.delete("/{endpoint_id}", status_code=204)
async def remove_endpoint(webhooks: Served, admin: Admin, endpoint_id: str) -> None:
    """Send nothing more there, and forget what was sent."""
    await endpoints.remove(webhooks, admin.workspace_id, endpoint_id)


@router.post("/{endpoint_id}/secret")
async def rotate_secret(
    webhooks: Served, admin: Admin, endpoint_id: str
) -> contracts.WebhookEndpointWithSecret:
    """A new secret; the old one signs beside it for a day."""
    return views.with_secret(await endpoints.rotate(webhooks, admin.workspace_id, endpoint_id))


@router.post("/{endpoint_id}/test", status_code=202)
async def send_test(webhooks: Served, admin: Admin, endpoint_id: str) -> contracts.WebhookDelivery:
    """Send something there now, once."""
    return views.delivery(await asking.test(webhooks, admin.workspace_id, endpoint_id))


@router.post("/{endpoint_id}/redeliver", status_code=202, responses=problems.documented(Disabled))
async def redeliver_failed(
    webhooks: Served, admin: Admin, endpoint_id: str, body: contracts.RedeliverFailed
) -> contracts.Redelivering:
    """Send all that failed again, now."""
    workspace_id = admin.workspace_id
    count = await asking.redeliver_failed(webhooks, workspace_id, endpoint_id, body.since)
    return contracts.Redelivering(count=count)


@router.get("/{endpoint_id}/deliveries")
async def list_deliveries(
    webhooks: Served,
    admin: Admin,
    endpoint_id: str,
    state: contracts.WebhookState | None = None,
    cursor: Id | None = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = PAGE,
) -> Page[contracts.WebhookDelivery]:
    """The newest first: what was sent there, and what is still to be."""
    wanted = Wanted(limit, state, cursor)
    return views.log(*await asking.log(webhooks, admin.workspace_id, endpoint_id, wanted))


@router.get("/{endpoint_id}/deliveries/{delivery_id}")
async def get_delivery(
    webhooks: Served, admin: Admin, endpoint_id: str, delivery_id: str
) -> contracts.WebhookDelivery:
    """One of them."""
    return views.delivery(await asking.get(webhooks, admin.workspace_id, endpoint_id, delivery_id))


@router.post(
    "/{endpoint_id}/deliveries/{delivery_id}/redeliver",
    status_code=202,
    responses=problems.documented(Disabled, NothingToSend),
)
async def redeliver(
    webhooks: Served, admin: Admin, endpoint_id: str, delivery_id: str
) -> contracts.WebhookDelivery:
    """Send it again, now, under the same id."""
    return views.delivery(
        await asking.redeliver(webhooks, admin.workspace_id, endpoint_id, delivery_id)
    )
