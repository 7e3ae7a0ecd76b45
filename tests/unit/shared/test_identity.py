"""The signed identity between the gateway and the services."""

import time

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from shared import identity, refusals
from shared.identity import IdentitySigner, IdentityVerifier, Principal

ANN = Principal(kind="agent", id="ann", workspace_id="w1", name="Ann", role="admin")


def a_key_pair() -> tuple[str, str]:
    key = ed25519.Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


PRIVATE, PUBLIC = a_key_pair()


def test_what_the_gateway_signs_a_service_reads() -> None:
    assert IdentityVerifier(PUBLIC).verify(IdentitySigner(PRIVATE).sign(ANN)) == ANN


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_a_call_without_an_identity_is_refused(token: str) -> None:
    with pytest.raises(refusals.Unauthenticated):
        IdentityVerifier(PUBLIC).verify(token)


def test_an_identity_signed_with_another_key_is_refused() -> None:
    another, _ = a_key_pair()
    with pytest.raises(refusals.Unauthenticated):
        IdentityVerifier(PUBLIC).verify(IdentitySigner(another).sign(ANN))


def test_a_token_for_another_audience_is_refused() -> None:
    claims = {"aud": "parley-visitor", "exp": 9_999_999_999, "principal": ANN.model_dump()}
    token = jwt.encode(claims, PRIVATE, algorithm=identity.ALGORITHM)
    with pytest.raises(refusals.Unauthenticated):
        IdentityVerifier(PUBLIC).verify(token)


def test_an_identity_with_a_field_of_its_own_is_refused() -> None:
    claims = {
        "aud": identity.AUDIENCE,
        "exp": 9_999_999_999,
        "principal": ANN.model_dump() | {"is_root": True},
    }
    token = jwt.encode(claims, PRIVATE, algorithm=identity.ALGORITHM)
    with pytest.raises(refusals.Unauthenticated):
        IdentityVerifier(PUBLIC).verify(token)


def test_an_identity_runs_out_even_where_it_was_accepted_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token, verifier = IdentitySigner(PRIVATE).sign(ANN), IdentityVerifier(PUBLIC)
    assert verifier.verify(token) == ANN

    later = time.time() + identity.LIFETIME_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(refusals.Unauthenticated):
        verifier.verify(token)


def test_a_caller_gets_the_same_token_for_a_while_and_a_new_one_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signer = IdentitySigner(PRIVATE)
    monkeypatch.setattr(time, "time", lambda: 1_000_020.0)
    first = signer.sign(ANN)
    assert signer.sign(ANN) == first
    assert signer.sign(ANN.model_copy(update={"id": "ben"})) != first
    monkeypatch.setattr(time, "time", lambda: 1_000_055.0)
    assert signer.sign(ANN) != first
