"""The notifier's settings, read from its environment (``PARLEY_…``)."""

from pathlib import Path
from typing import Annotated, Literal

from shared.settings import SECRET, Secret, ServiceSettings


class NotifierSettings(ServiceSettings):
    """``public_url`` is where the links in mails lead; ``links_private_key`` (Ed25519, PEM) signs
    those to files. ``smtp_ca_file`` names whoever vouches for the mail server, where the system
    does not know them. ``fcm_service_account`` is the path of the JSON file that Firebase gives
    out; without one nothing is pushed. An agent gets at most ``alerts_at_once`` mails, and as many
    pushes, within ``alerts_window_seconds``; what comes beyond waits and goes out as one.
    """

    public_url: str
    links_private_key: Secret
    smtp_host: str
    smtp_port: int = 587
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: Annotated[str | None, SECRET] = None
    smtp_ca_file: Path | None = None
    mail_from: str
    fcm_service_account: Path | None = None
    fcm_url: str = "https://fcm.googleapis.com"
    alerts_at_once: int = 20
    alerts_window_seconds: float = 60.0
    retry_first_seconds: float = 5.0
    retry_longest_seconds: float = 900.0
    retry_total_seconds: float = 43200.0
