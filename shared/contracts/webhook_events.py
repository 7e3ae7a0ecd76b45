"""What ``services/webhooks`` says: on the exchange, and to one endpoint alone in a test."""

from typing import ClassVar

from shared.contracts.events import Fact
from shared.contracts.values import Id, Timestamp


class WebhookDisabled(Fact):
    """Every attempt failed for days, so nothing more is sent there until an admin enables it.

    ``address`` is the beginning of its url, ``https://hooks.example.com``: what follows may be a
    secret between its team and the workspace.
    """

    event_type: ClassVar[str] = "webhook.disabled.v1"
    endpoint_id: Id
    address: str
    description: str
    reason: str
    failing_since: Timestamp
    disabled_at: Timestamp


class WebhookTested(Fact):
    """An admin tries the endpoint out. It goes there alone, and never to the exchange."""

    event_type: ClassVar[str] = "webhook.tested.v1"
    endpoint_id: Id
    message: str
