"""Calls addresses that somebody else chose, and none that they may not choose.

A connection is made to the very addresses that were checked (``resolving``): a name that leads
elsewhere a moment later changes nothing. No redirect is followed, no proxy of the environment is
used, no cookie is kept, and of an answer little is read and nothing kept.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ssl import SSLCertVerificationError

import aiohttp
from aiohttp import hdrs
from aiohttp.abc import AbstractResolver
from yarl import URL

from services.webhooks.domain import addresses
from services.webhooks.domain.addresses import AddressNotAllowed, Networks
from services.webhooks.resolving import CheckedResolver, Names
from shared import clock
from shared.patience import retry_after_seconds

ANSWER_SECONDS = 10.0
RESOLVE_SECONDS = 5.0
READ_BYTES = 2048
BUSY = (429, 503)

Resolving = Callable[[], AbstractResolver]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: ``error`` is None for a good one, ``status`` without any answer.
    ``retry_after_seconds`` is for how long it asks to be left alone.
    """

    status: int | None
    milliseconds: int
    error: str | None
    retry_after_seconds: float = 0.0


class Caller:
    """Posts to what may be called. A part."""

    name = "caller"

    def __init__(
        self,
        allowed: Networks = (),
        *,
        resolving: Resolving = Names,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._allowed = allowed
        self._resolving = resolving
        self._timeout = aiohttp.ClientTimeout(total=answer_seconds)

    async def start(self) -> None:
        self._resolver = self._resolving()
        self._sessions = {scheme: self._session(scheme) for scheme in ("http", "https")}

    async def stop(self) -> None:
        for session in self._sessions.values():
            await session.close()
        await self._resolver.close()

    async def ping(self) -> None:
        """Others that do not answer are no reason not to be ready."""

    async def check(self, text: str) -> None:
        """Raises ``AddressNotAllowed`` where it may not be called, as things are now."""
        url = self._target(text)
        if addresses.literal(url):
            return
        try:
            async with asyncio.timeout(RESOLVE_SECONDS):
                await self._checked(url.scheme).resolve(url.raw_host or "", url.port or 0)
        except (OSError, TimeoutError):
            raise AddressNotAllowed(addresses.UNKNOWN_NAME) from None

    async def post(self, text: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Whatever happens is an answer."""
        began, retry_after = time.perf_counter(), 0.0
        try:
            status, error, retry_after = await self._post(self._target(text), headers, body)
        except AddressNotAllowed as refused:
            status, error = None, f"Not sent: {refused.detail}"
        except (aiohttp.ClientError, OSError, ValueError) as failure:
            status, error = None, _said(failure, self._timeout.total)
        return Answer(status, round((time.perf_counter() - began) * 1000), error, retry_after)

    async def _post(
        self, url: URL, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, str | None, float]:
        session = self._sessions[url.scheme]
        async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
            await response.content.read(READ_BYTES)
            return response.status, _judged(response.status), _retry_after(response)

    def _target(self, text: str) -> URL:
        """An address without a name never meets the resolver, so it is checked here."""
        url = addresses.target(text)
        if found := addresses.literal(url):
            addresses.require(url.scheme, found, self._allowed)
        return url

    def _session(self, scheme: str) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=0, use_dns_cache=False, resolver=self._checked(scheme)
        )
        return aiohttp.ClientSession(
            connector=connector,
            timeout=self._timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
        )

    def _checked(self, scheme: str) -> CheckedResolver:
        return CheckedResolver(self._resolver, scheme, self._allowed)


def _judged(status: int) -> str | None:
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return f"It answered {status}; redirects are not followed."
    return f"It answered {status}."


def _retry_after(response: aiohttp.ClientResponse) -> float:
    """In seconds; said of anything but being busy, it is about something else."""
    if response.status not in BUSY:
        return 0.0
    return retry_after_seconds(response.headers.get(hdrs.RETRY_AFTER), clock.now())


def _said(failure: Exception, seconds: float | None) -> str:
    """Why there was no answer, in words for an admin. Never what the failure itself says: that
    may be about us.
    """
    match failure:
        case TimeoutError():
            return f"There was no answer within {seconds:g} seconds."
        case aiohttp.ClientConnectorDNSError():
            return "Its name is not known."
        case aiohttp.ClientConnectorCertificateError() | SSLCertVerificationError():
            return "Its certificate is not one to be trusted."
        case aiohttp.ClientSSLError():
            return "No encrypted connection could be made."
        case aiohttp.ClientConnectorError():
            return "No connection could be made."
        case _:
            return "The connection broke off, or what came was no answer."
