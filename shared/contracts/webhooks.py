"""Webhooks: which addresses of other teams are told of what happens, and what became of it."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from shared.contracts.values import ClientId, Id, Request, Timestamp, Wire

ENDPOINTS_PER_WORKSPACE = 20
URL_LIMIT = 2000
DESCRIPTION_LIMIT = 200

WebhookState = Literal["pending", "delivered", "failed"]

Url = Annotated[str, StringConstraints(min_length=1, max_length=URL_LIMIT)]
"""An address to post to; which ones may be is not for its form alone to say."""

Description = Annotated[str, StringConstraints(strip_whitespace=True, max_length=DESCRIPTION_LIMIT)]
EventType = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,40}\.v[0-9]{1,3}$")]
EventTypes = Annotated[list[EventType], Field(max_length=100)]
"""Those that are wanted; none named means all that are offered."""


def _text(moment: object) -> object:
    """JSON has no times, so they come as text; a number would be taken for seconds since 1970."""
    if not isinstance(moment, str):
        raise ValueError("a time is text")
    return moment


class WebhookEndpoint(Wire):
    """An address that events of the workspace are sent to; without ``event_types`` all of them.

    ``failing_since`` is when the first attempt failed after the last that did not. One that has
    failed for days is disabled, and ``disabled_reason`` says why; what an admin has switched off
    has none.
    """

    id: Id
    url: str
    description: str
    event_types: list[str]
    is_enabled: bool
    disabled_reason: str | None
    failing_since: Timestamp | None
    last_delivered_at: Timestamp | None
    created_at: Timestamp
    updated_at: Timestamp


class WebhookEndpoints(Wire):
    """All of a workspace, the oldest first, and the types of events that are offered."""

    items: list[WebhookEndpoint]
    event_types: list[str]


class NewWebhookEndpoint(Request):
    """An address, and what it is to be told of."""

    client_id: ClientId
    url: Url
    description: Description = ""
    event_types: EventTypes = Field(default_factory=list)


class WebhookEndpointPatch(Request):
    """What is to be different; what is left out stays as it is."""

    url: Url | None = None
    description: Description | None = None
    event_types: EventTypes | None = None
    is_enabled: bool | None = None


class WebhookEndpointWithSecret(Wire):
    """An endpoint and what it checks signatures with (``whsec_…``), which is not told again."""

    endpoint: WebhookEndpoint
    secret: str


class WebhookAttempt(Wire):
    """One time that it was tried: ``status`` is what was answered, if anything was; ``error`` says
    why it does not count, and is null for the one that did.
    """

    at: Timestamp
    status: int | None
    milliseconds: int
    error: str | None


class WebhookDelivery(Wire):
    """One event for one endpoint. ``event_id`` is what it carries as ``webhook-id``, every time.

    ``reason`` says why there is no other attempt, where the last attempt's error does not. What it
    says is kept as long as this is, unless its conversation is purged: then it cannot be sent
    again.
    """

    id: Id
    event_id: Id
    event_type: str
    subject: str
    state: WebhookState
    attempts: list[WebhookAttempt]
    next_attempt_at: Timestamp | None
    created_at: Timestamp
    can_be_redelivered: bool
    reason: str | None


class RedeliverFailed(Request):
    """All that failed of what happened from ``since`` on."""

    since: Annotated[Timestamp, Field(strict=False), BeforeValidator(_text)]


class Redelivering(Wire):
    """How many are tried again now."""

    count: int
