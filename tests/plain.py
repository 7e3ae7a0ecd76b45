"""HTTP clients for what speaks no TLS, as nothing that a test starts does."""

import ssl
from typing import Any

import httpx

NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def client(base_url: str = "", **options: Any) -> httpx.AsyncClient:
    """One that trusts no authority: to read all their certificates, as httpx does for each client,
    takes longer than most of a test's requests. Keywords as for ``httpx.AsyncClient``.
    """
    return httpx.AsyncClient(base_url=base_url, verify=NO_AUTHORITIES, **options)
