"""Signatures are those of the Standard Webhooks specification."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from services.webhooks.domain import signatures

BODY = '{"text": "Grüße ✓"}'.encode()
KEY = bytes(range(32))


def test_a_reader_of_the_specification_believes_them() -> None:
    secret = signatures.secret_of(KEY)
    headers = dict(signatures.headers("e1", datetime.now(UTC), BODY, [secret]))
    assert Webhook(secret).verify(BODY, headers) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", headers)


def test_they_are_what_the_specification_says_in_so_many_words() -> None:
    at = datetime(2026, 3, 1, 12, 0, 0, 999_000, tzinfo=UTC)
    headers = signatures.headers("e1", at, BODY, [signatures.secret_of(KEY)])
    digest = hmac.new(KEY, b"e1.1772366400." + BODY, hashlib.sha256).digest()
    assert headers["webhook-timestamp"] == "1772366400"
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


def test_each_secret_signs() -> None:
    both = [signatures.secret_of(KEY), signatures.secret_of(KEY[::-1])]
    headers = dict(signatures.headers("e1", datetime.now(UTC), BODY, both))
    for secret in both:
        Webhook(secret).verify(BODY, headers)
