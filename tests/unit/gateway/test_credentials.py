"""Sessions, API tokens and visitor tokens: how long they hold, and what they are."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519

from gateway.identity import domain, secrets
from gateway.identity.domain import Credential
from gateway.identity.visitors import VisitorTokens
from shared import refusals
from shared.identity import IdentitySigner, IdentityVerifier, Principal

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def a_session(expires_in: timedelta) -> Credential:
    return Credential("s1", "session", "a1", "w1", "", NOW, NOW + expires_in)


def an_api_token() -> Credential:
    return Credential("t1", "api_token", "a1", "w1", "Reports", NOW, None)


def a_key(key: ed25519.Ed25519PrivateKey | x25519.X25519PrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


PRIVATE = ed25519.Ed25519PrivateKey.generate()
TOKENS = VisitorTokens(a_key(PRIVATE))


def a_visitor_token(tokens: VisitorTokens = TOKENS) -> str:
    return tokens.issue(
        customer_id="mia", name="Mia", workspace_id="w1", conversation_id="c1", now=NOW
    )


def test_a_session_ends_at_its_time_and_not_before() -> None:
    session = a_session(timedelta(days=14))
    assert session.expires_at is not None
    assert domain.is_alive(session, session.expires_at - timedelta(milliseconds=1))
    assert not domain.is_alive(session, session.expires_at)


def test_an_api_token_does_not_expire() -> None:
    assert domain.is_alive(an_api_token(), NOW + timedelta(days=10_000))
    assert domain.prolonged(an_api_token(), NOW) is None


def test_a_used_session_is_prolonged_once_a_day_and_not_with_every_request() -> None:
    assert domain.prolonged(a_session(timedelta(days=13, hours=1)), NOW) is None
    assert domain.prolonged(a_session(timedelta(days=13)), NOW) == NOW + timedelta(days=14)


def test_secrets_are_long_random_and_kept_only_as_hashes() -> None:
    one, two = secrets.new_secret("session"), secrets.new_secret("session")
    assert one != two
    assert len(one) >= 43
    assert secrets.new_secret("api_token").startswith("parley_")
    assert one not in secrets.hash_of(one)


def test_a_visitor_token_says_whose_it_is_for_thirty_days() -> None:
    visitor = TOKENS.verify(a_visitor_token(), NOW)
    assert (visitor.customer_id, visitor.name) == ("mia", "Mia")
    assert (visitor.workspace_id, visitor.conversation_id) == ("w1", "c1")
    assert TOKENS.verify(a_visitor_token(), NOW + timedelta(days=30, seconds=-1)) == visitor
    with pytest.raises(refusals.Unauthenticated):
        TOKENS.verify(a_visitor_token(), NOW + timedelta(days=30))


def test_a_forged_or_mangled_visitor_token_is_nobodys() -> None:
    stranger = VisitorTokens(a_key(ed25519.Ed25519PrivateKey.generate()))
    unsigned = jwt.encode({"aud": "parley-visitor", "sub": "mia"}, "", algorithm="none")
    for token in ("", "x.y.z", unsigned, a_visitor_token(stranger), a_visitor_token()[:-2]):
        with pytest.raises(refusals.Unauthenticated):
            TOKENS.verify(token, NOW)


def test_a_visitor_token_with_operators_for_ids_is_nobodys() -> None:
    claims = {"aud": "parley-visitor", "exp": 2_000_000_000, "name": "Mia", "sub": "mia"}
    for strange in ({"$ne": None}, ["c1"], 1, "", "a/b"):
        mixed = claims | {"workspace_id": "w1", "conversation_id": strange}
        with pytest.raises(refusals.Unauthenticated):
            TOKENS.verify(jwt.encode(mixed, PRIVATE, algorithm="EdDSA"), NOW)


def test_tokens_for_visitors_and_for_services_never_work_in_each_others_place() -> None:
    public = PRIVATE.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(refusals.Unauthenticated):
        IdentityVerifier(public.decode()).verify(a_visitor_token())
    principal = Principal(kind="agent", id="a1", workspace_id="w1", name="Ann")
    with pytest.raises(refusals.Unauthenticated):
        TOKENS.verify(IdentitySigner(a_key(PRIVATE)).sign(principal), NOW)


def test_a_key_of_another_kind_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="Ed25519"):
        VisitorTokens(a_key(x25519.X25519PrivateKey.generate()))
