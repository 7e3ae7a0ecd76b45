"""The gateway's settings, read from its environment (``PARLEY_…``)."""

from pathlib import Path

from shared.settings import ProcessSettings, Secret

BUILT_WEB = Path(__file__).parent / "web" / "dist"
CATALOGUE = Path(__file__).parents[1] / "docs" / "events"
OPENAPI = Path(__file__).parents[1] / "docs" / "api" / "openapi.json"


class GatewaySettings(ProcessSettings):
    """``identity_private_key`` (Ed25519, PEM) signs for whom services and visitors are taken.
    ``links_public_key`` (Ed25519, PEM) proves the links to files that the notifier mails.

    ``public_url`` is where browsers reach the gateway, for instance ``https://chat.example``; left
    out, it is wherever each request says that it was sent. ``trusted_proxies`` lists the
    addresses or networks whose ``X-Forwarded-For`` is believed.
    """

    identity_private_key: Secret
    links_public_key: Secret
    chat_url: str
    tickets_url: str
    presence_url: str
    notifier_url: str
    trash_url: str
    webhooks_url: str
    public_url: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    conversation_starts_per_minute: int = 600
    unauthenticated_sockets: int = 100
    web: Path = BUILT_WEB
    catalogue: Path = CATALOGUE
    openapi: Path = OPENAPI

    @property
    def is_https(self) -> bool:
        """Browsers reach us encrypted."""
        return self.public_url is not None and self.public_url.startswith("https://")
