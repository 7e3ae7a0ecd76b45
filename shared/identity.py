"""Who is calling a service: a short-lived token that only the gateway can sign.

The gateway holds the private Ed25519 key and signs a token per caller; services hold the public
key, so a service that is broken into cannot speak for anybody.
"""

import time
from functools import lru_cache
from typing import Annotated, Literal

import jwt
from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, ValidationError

from shared import refusals

HEADER = "X-Parley-Identity"
AUDIENCE = "parley-services"
ALGORITHM = "EdDSA"
LIFETIME_SECONDS = 60
REMEMBERED = 4096
"""Tokens that either half keeps, so that a busy caller costs one signature a while."""


class Principal(BaseModel):
    """An agent, or a customer (who reaches ``conversation_id`` only), in one workspace."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    kind: Literal["agent", "customer"]
    id: str
    workspace_id: str
    name: str
    avatar_url: str | None = None
    role: Literal["agent", "admin"] | None = None
    conversation_id: str | None = None


class IdentitySigner:
    """The gateway's half."""

    def __init__(self, private_key_pem: str) -> None:
        self._key = jwt.get_algorithm_by_name(ALGORITHM).prepare_key(private_key_pem)
        self._signed = lru_cache(maxsize=REMEMBERED)(self._sign)

    def sign(self, principal: Principal) -> str:
        """A token on behalf of ``principal``; good for half of its lifetime at least."""
        half = LIFETIME_SECONDS // 2
        return self._signed(principal, (int(time.time()) // half + 2) * half)

    def _sign(self, principal: Principal, expires: int) -> str:
        claims = {"aud": AUDIENCE, "exp": expires, "principal": principal.model_dump()}
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)


class IdentityVerifier:
    """A service's half."""

    def __init__(self, public_key_pem: str) -> None:
        self._key = jwt.get_algorithm_by_name(ALGORITHM).prepare_key(public_key_pem)
        # A caller's next calls carry the same token; its signature needs checking once.
        self._verified = lru_cache(maxsize=REMEMBERED)(self._verify)

    def verify(self, token: str) -> Principal:
        """Raises ``Unauthenticated`` for a token that is forged, expired or meant for others."""
        try:
            principal, expires = self._verified(token)
        except (jwt.InvalidTokenError, ValidationError):
            raise refusals.Unauthenticated from None
        if expires <= time.time():
            raise refusals.Unauthenticated
        return principal

    def _verify(self, token: str) -> tuple[Principal, float]:
        claims = jwt.decode(
            token,
            self._key,
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={"require": ["exp", "aud", "principal"]},
        )
        return Principal.model_validate(claims["principal"]), float(claims["exp"])


async def caller(request: Request) -> Principal:
    """FastAPI dependency: who is calling. Reads the verifier from ``app.state.identity``."""
    verifier: IdentityVerifier = request.app.state.identity
    return verifier.verify(request.headers.get(HEADER, ""))


Caller = Annotated[Principal, Depends(caller)]


async def agent(request: Request) -> Principal:
    """FastAPI dependency: an agent; anyone else is told that there is nothing."""
    who = await caller(request)
    if who.kind != "agent":
        raise refusals.NotFound
    return who


async def admin(agent: Annotated[Principal, Depends(agent)]) -> Principal:
    """FastAPI dependency: an admin; other agents are told that they may not."""
    if agent.role != "admin":
        raise refusals.Forbidden("Only an admin may do this.")
    return agent


async def customer(request: Request) -> Principal:
    """FastAPI dependency: a customer; anyone else is told that there is nothing."""
    who = await caller(request)
    if who.kind != "customer":
        raise refusals.NotFound
    return who
