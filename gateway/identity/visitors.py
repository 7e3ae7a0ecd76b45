"""Visitor tokens: what a customer's widget shows to go on with its one conversation.

A JWT signed with the gateway's key; the audience keeps it apart from the tokens that services
accept, so neither works in the other's place.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import BaseModel, ConfigDict, ValidationError

from gateway.identity.domain import Visitor
from shared import refusals
from shared.contracts.values import Id

AUDIENCE = "parley-visitor"
ALGORITHM = "EdDSA"
LIFETIME = timedelta(days=30)
REMEMBERED = 4096


class _Claims(BaseModel):
    """What stands in a visitor token; ``exp`` in seconds since 1970."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    sub: Id
    workspace_id: Id
    conversation_id: Id
    name: str
    exp: int


class VisitorTokens:
    """Issues and verifies."""

    def __init__(self, private_key_pem: str) -> None:
        key = load_pem_private_key(private_key_pem.encode(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError("the identity key must be an Ed25519 key")
        self._private, self._public = key, key.public_key()
        # A signature that was right once stays right, so a token is checked in full only once.
        self._read = lru_cache(REMEMBERED)(self._visitor)

    def issue(
        self, *, customer_id: str, name: str, workspace_id: str, conversation_id: str, now: datetime
    ) -> str:
        """A token for one customer and one conversation, good for ``LIFETIME``."""
        claims = {
            "aud": AUDIENCE,
            "sub": customer_id,
            "name": name,
            "workspace_id": workspace_id,
            "conversation_id": conversation_id,
            "exp": int((now + LIFETIME).timestamp()),
        }
        return jwt.encode(claims, self._private, algorithm=ALGORITHM)

    def verify(self, token: str, now: datetime) -> Visitor:
        """Raises ``Unauthenticated`` for a token that is forged, expired or not a visitor's."""
        try:
            visitor = self._read(token)
        except (jwt.InvalidTokenError, ValidationError):
            raise refusals.Unauthenticated from None
        if visitor.expires_at <= now:
            raise refusals.Unauthenticated
        return visitor

    def _visitor(self, token: str) -> Visitor:
        claims = _Claims.model_validate(
            jwt.decode(
                token,
                self._public,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"verify_exp": False, "require": ["aud", "sub", "exp"]},
            )
        )
        return Visitor(
            customer_id=claims.sub,
            name=claims.name,
            workspace_id=claims.workspace_id,
            conversation_id=claims.conversation_id,
            expires_at=datetime.fromtimestamp(claims.exp, UTC),
        )
