"""The settings of webhooks, read from its environment (``PARLEY_…``)."""

from ipaddress import IPv4Network, IPv6Network

from pydantic import Field

from shared.settings import ServiceSettings


class WebhooksSettings(ServiceSettings):
    """``webhook_allowed_networks`` (``["10.1.0.0/16"]``) may be called beside all that is public,
    and by ``http`` as well. An endpoint of which every attempt failed for
    ``webhook_disable_after_seconds`` is disabled; a delivery is tried again for
    ``webhook_retry_total_seconds``, after pauses that double from the first to the longest.
    """

    webhook_allowed_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    webhook_disable_after_seconds: float = Field(default=259200.0, gt=0)
    webhook_retry_first_seconds: float = Field(default=5.0, gt=0)
    webhook_retry_longest_seconds: float = Field(default=3600.0, gt=0)
    webhook_retry_total_seconds: float = Field(default=259200.0, ge=0)
