"""What every request carries, so that its reader can tell who sent it and when.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import math
from collections.abc import Iterable, Mapping
from datetime import datetime

from standardwebhooks import Webhook

SECRET_BYTES = 32


def secret_of(random: bytes) -> str:
    """``random`` as readers write it down."""
    return f"whsec_{base64.b64encode(random).decode()}"


def headers(event_id: str, at: datetime, body: bytes, secrets: Iterable[str]) -> Mapping[str, str]:
    """Signed by each of ``secrets``: one of them is the reader's."""
    text = body.decode()
    signed = [Webhook(secret).sign(event_id, at, text) for secret in secrets]
    return {
        "Content-Type": "application/cloudevents+json",
        "User-Agent": "Parley-Webhooks",
        "webhook-id": event_id,
        "webhook-timestamp": str(math.floor(at.timestamp())),
        "webhook-signature": " ".join(signed),
    }
