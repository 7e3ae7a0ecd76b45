"""Endpoints and deliveries as admins are shown them."""

from collections.abc import Sequence

from services.webhooks.domain.deliveries import Delivery
from services.webhooks.domain.endpoints import Endpoint
from services.webhooks.domain.offer import OFFERED
from shared.contracts import webhooks as contracts
from shared.contracts.values import Page


def endpoint(shown: Endpoint) -> contracts.WebhookEndpoint:
    """Without its secret."""
    return contracts.WebhookEndpoint.model_validate(shown)


def endpoints(shown: Sequence[Endpoint]) -> contracts.WebhookEndpoints:
    """All of a workspace, and what they may be told of."""
    return contracts.WebhookEndpoints(items=list(map(endpoint, shown)), event_types=list(OFFERED))


def with_secret(shown: Endpoint) -> contracts.WebhookEndpointWithSecret:
    """For whoever has just made the secret."""
    return contracts.WebhookEndpointWithSecret(endpoint=endpoint(shown), secret=shown.secret)


def delivery(shown: Delivery) -> contracts.WebhookDelivery:
    """What became of it, without what it says."""
    is_pending = shown.state == "pending"
    return contracts.WebhookDelivery(
        id=shown.id,
        event_id=shown.event_id,
        event_type=shown.event_type,
        subject=shown.subject,
        state=shown.state,
        attempts=[contracts.WebhookAttempt.model_validate(each) for each in shown.attempts],
        next_attempt_at=(shown.due_at or shown.created_at) if is_pending else None,
        created_at=shown.created_at,
        can_be_redelivered=shown.has_body,
        reason=shown.reason,
    )


def log(shown: Sequence[Delivery], next_cursor: str | None) -> Page[contracts.WebhookDelivery]:
    """One page of them."""
    return Page(items=list(map(delivery, shown)), next_cursor=next_cursor)
