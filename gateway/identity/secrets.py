"""The random secrets behind sessions and API tokens; only their hashes are ever stored."""

import hashlib
import secrets
from typing import Final

from gateway.identity.domain import CredentialKind

API_TOKEN_PREFIX: Final = "parley_"  # noqa: S105 - tells scanners what a leaked token is
_BYTES = 32


def new_secret(kind: CredentialKind) -> str:
    """256 random bits in URL-safe characters; an API token starts with its prefix."""
    prefix = API_TOKEN_PREFIX if kind == "api_token" else ""
    return prefix + secrets.token_urlsafe(_BYTES)


def hash_of(secret: str) -> str:
    """What is stored. A fast hash is enough: the secret is random, not chosen by a person."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_workspace_key() -> str:
    """A workspace's public key: short, since it stands in the address of every widget."""
    return secrets.token_hex(8)


def new_password() -> str:
    """A password for an agent whom an operator adds without choosing one."""
    return secrets.token_urlsafe(12)
