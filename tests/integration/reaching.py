"""How a test reaches a service that it runs in its own process."""

import httpx
from cryptography.hazmat.primitives import serialization
from fastapi import FastAPI


def public_half(private_key: str) -> str:
    """What the service proves the gateway's signature with."""
    key = serialization.load_pem_private_key(private_key.encode(), None).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, form).decode()


def way_to(app: FastAPI) -> httpx.AsyncClient:
    """A client whose calls end at ``app``."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://service")
