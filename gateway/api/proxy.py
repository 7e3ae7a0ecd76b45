"""Passes a request on to a service and its answer back, over pooled connections.

Bodies stream both ways and their limits are counted while they do, so that no request costs more
memory than a few chunks. Who may pass is decided before this module is reached.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import hdrs
from prometheus_client import Histogram
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send
from yarl import URL

from gateway.api.passing import Body, Limit
from shared import metrics, refusals, telemetry
from shared.identity import HEADER as IDENTITY

READY_SECONDS = 3.0
CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 15.0
CONNECTIONS = 512
"""To each service. A service works on a few dozen requests at a time; whatever else it was sent
would wait there, where it costs both sides a socket. The rest is for files, which hold theirs for
as long as a slow client takes.
"""

TURN_SECONDS = 15.0
"""How long a request waits for one of them: a storm of returning clients takes its turn."""

KEEP_ALIVE_SECONDS = 4.0
"""Less than the services' own five, so that a connection is not given up while we write to it."""

BUFFERED_BYTES = 64 * 1024
"""Up to this a body travels in one piece, which costs far less than streaming it."""

UNAUTHORIZED = 401
"""From a service: it takes our word for nobody, as clocks or keys disagree. The client, who would
give up a session or a conversation for it, is not to blame.
"""

REQUEST_HEADERS = (
    hdrs.ACCEPT,
    hdrs.CONTENT_TYPE,
    hdrs.IF_NONE_MATCH,
    hdrs.RANGE,
)
RESPONSE_HEADERS = frozenset(
    {
        b"accept-ranges",
        b"cache-control",
        b"content-disposition",
        b"content-length",
        b"content-range",
        b"content-security-policy",
        b"content-type",
        b"cross-origin-resource-policy",
        b"etag",
        b"retry-after",
        b"x-content-type-options",
    }
)

FORWARDED = Histogram(
    "parley_forwarded_seconds",
    "Until a service's answer begins, by service and outcome: 2xx, 3xx, 4xx, 5xx or failed.",
    ["service", "outcome"],
    buckets=metrics.SECONDS,
)

_log = telemetry.logger(__name__)


class Proxy:
    """One pool of connections to one service. A part."""

    def __init__(self, name: str, url: str, connections: int = CONNECTIONS) -> None:
        self.name = name
        self._url = url.rstrip("/")
        self._connections = connections

    async def start(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=KEEP_ALIVE_SECONDS
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(
                total=None,
                connect=TURN_SECONDS,
                sock_connect=CONNECT_SECONDS,
                sock_read=ANSWER_SECONDS,
            ),
            auto_decompress=False,
            skip_auto_headers={hdrs.USER_AGENT, hdrs.ACCEPT, hdrs.ACCEPT_ENCODING},
        )

    async def stop(self) -> None:
        await self._session.close()

    async def ping(self) -> None:
        """Nothing to ask: a gateway without a service behind it still serves what is its own."""

    async def is_ready(self) -> bool:
        """Whether the service says that it is ready."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                async with self._session.get(f"{self._url}/readyz") as answer:
                    return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def forward(
        self, scope: Scope, receive: Receive, send: Send, identity: str, limit: Limit
    ) -> None:
        """Answer the request in ``scope`` with what the service says to ``identity``.

        Raises ``TooLarge``, ``ClientTooSlow``, ``Unavailable``.
        """
        connection = HTTPConnection(scope)
        body = Body(connection, receive, limit)
        query = scope["query_string"].decode("latin-1")
        target = scope["path"] + (f"?{query}" if query else "")
        async with self._asking(connection, body, identity, target) as answer:
            await _pass_back(answer, send)

    async def ask(
        self,
        connection: HTTPConnection,
        receive: Receive,
        identity: str,
        limit: Limit,
        path: str,
    ) -> tuple[int, bytes]:
        """The service's whole answer, status and body, for one that is not passed on as it is.

        ``path``: where the service expects it, as its own differs from the public one here.
        """
        body = Body(connection, receive, limit)
        async with self._asking(connection, body, identity, path) as answer:
            return answer.status, await answer.read()

    async def read(self, identity: str, path: str, seconds: float) -> bytes:
        """The answer to a question of our own. Raises ``Unavailable`` where none is in time."""
        headers = {IDENTITY: identity, "traceparent": telemetry.traceparent()}
        try:
            async with (
                asyncio.timeout(seconds),
                self._session.get(self._url + path, headers=headers) as answer,
            ):
                answer.raise_for_status()
                return await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise refusals.Unavailable from error

    @asynccontextmanager
    async def _asking(
        self, connection: HTTPConnection, body: Body, identity: str, target: str
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """The answer as it begins. Whatever keeps it from coming is named for the client.

        ``target`` is path and query, with nothing in it that would have to be quoted.
        """
        began, outcome = time.perf_counter(), "failed"
        fits = body.declared_bytes is not None and body.declared_bytes <= BUFFERED_BYTES
        try:
            async with self._session.request(
                connection.scope["method"],
                URL(self._url + target, encoded=True),
                headers=_request_headers(connection, body, identity),
                data=await body.whole() if fits else body.chunks() if body.is_expected else None,
                allow_redirects=False,
            ) as answer:
                outcome = f"{answer.status // 100}xx"
                FORWARDED.labels(self.name, outcome).observe(time.perf_counter() - began)
                if answer.status == UNAUTHORIZED:
                    _log.error("identity refused", service=self.name)
                    raise _try_again()
                yield answer
        except (aiohttp.ClientError, TimeoutError) as error:
            if outcome == "failed":
                FORWARDED.labels(self.name, outcome).observe(time.perf_counter() - began)
            if body.failure is not None:
                raise body.failure from None
            raise _try_again() from error


def _try_again() -> refusals.Unavailable:
    return refusals.Unavailable("Try again; nothing is lost.", retry_after=1)


def _request_headers(connection: HTTPConnection, body: Body, identity: str) -> Mapping[str, str]:
    headers = {IDENTITY: identity, "traceparent": telemetry.traceparent()}
    for name in REQUEST_HEADERS:
        if (value := connection.headers.get(name)) is not None:
            headers[name] = value
    if body.declared_bytes:
        headers[hdrs.CONTENT_LENGTH] = str(body.declared_bytes)
    return headers


async def _pass_back(answer: aiohttp.ClientResponse, send: Send) -> None:
    headers = [(name.lower(), value) for name, value in answer.raw_headers]
    start = {
        "type": "http.response.start",
        "status": answer.status,
        "headers": [header for header in headers if header[0] in RESPONSE_HEADERS],
    }
    size_bytes = answer.content_length
    if size_bytes is not None and size_bytes <= BUFFERED_BYTES:
        content = await answer.read()
        await send(start)
    else:
        content = b""
        await send(start)
        async for chunk in answer.content.iter_any():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": content})
