"""One call of the matrix: what a caller sends, and what is seen of the answer."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote
from uuid import uuid4

import aiohttp
from yarl import URL

from tests.isolation.principals import Principal
from tests.isolation.routes import Body, Row, filled
from tests.isolation.standings import STATUS
from tests.isolation.words import found_in

SOCKET = 101
ASKED_AT_ONCE = 16
SECONDS = 20
PROBLEM = "urn:parley:problem:"
EVENTS = "text/event-stream"


@dataclass(frozen=True)
class Call:
    """A row with its places filled."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any
    is_socket: bool

    @property
    def sent(self) -> Body | None:
        """The body as it is sent."""
        if self.body is None or isinstance(self.body, Body):
            return self.body
        return Body(json.dumps(self.body).encode(), "application/json")


def call(row: Row, things: Mapping[str, str]) -> Call:
    """The request that ``row`` describes, with ``things`` in it."""
    named = {"new": uuid4().hex, "client_id": uuid4().hex, **things}
    quoted = {kind: quote(thing, safe="") for kind, thing in named.items()}
    return Call(
        row.method,
        filled(row.path, quoted),
        filled(row.query, named),
        filled(row.body, named),
        row.answer == SOCKET,
    )


@dataclass(frozen=True)
class Answer:
    """``said`` is the problem that came, or the status where none did; 0 is no answer at all.

    ``shape`` is what is comparable of it: the names of its headers, the names and types of what is
    in its body. ``foreign`` are the canaries in it that the caller may not read.
    """

    said: int | str
    status: int
    shape: Any
    foreign: frozenset[str]
    seconds: float

    @property
    def like(self) -> tuple[Any, ...]:
        """Equal for two answers that nobody can tell apart."""
        return self.said, self.status, self.shape

    def is_as(self, expected: int | str) -> bool:
        """It is that status, or that problem with its status."""
        return self.said == expected and self.status == STATUS.get(str(expected), expected)


@dataclass(frozen=True)
class _Seen:
    """What came back over the line."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...] = ()
    content: bytes = b""
    said: str = ""


class Asking:
    """Asks one system; ``words`` are all canaries, ``shown`` those that a thing shows to whoever
    names it in a request.
    """

    def __init__(
        self, base_url: str, words: frozenset[str], shown: Mapping[str, frozenset[str]]
    ) -> None:
        self._base_url = base_url
        self._words = words
        self._shown = shown
        self._turn = asyncio.Semaphore(ASKED_AT_ONCE)

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(),
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(SECONDS),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()

    async def ask(self, principal: Principal, asked: Call) -> Answer:
        """What the caller is answered; no answer, where the line breaks, is one too."""
        async with self._turn:
            began = time.perf_counter()
            try:
                way = self._knock if asked.is_socket else self._request
                seen = await way(principal, asked)
            except (aiohttp.ClientError, TimeoutError, ConnectionError):
                seen = _Seen(0)
            return self._answer(principal, asked, seen, time.perf_counter() - began)

    async def _request(self, principal: Principal, asked: Call) -> _Seen:
        url = URL(f"{self._base_url}{asked.path}", encoded=True).extend_query(asked.query)
        headers, body = {**principal.headers}, asked.sent
        if body is not None:
            headers["Content-Type"] = body.content_type
        async with self._http.request(
            asked.method, url, headers=headers, data=body and body.content, allow_redirects=False
        ) as answer:
            endless = answer.content_type == EVENTS
            content = await (answer.content.readany() if endless else answer.read())
            return _Seen(answer.status, answer.raw_headers, content)

    async def _knock(self, principal: Principal, asked: Call) -> _Seen:
        """At a socket: its first frame, or how it is closed, as HTTP would have said it."""
        url = f"{self._base_url}{asked.path}"
        async with self._http.ws_connect(url, headers=principal.headers) as socket:
            if "Cookie" not in principal.headers or asked.path.startswith("/widget"):
                await socket.send_json({"type": "token", "token": principal.token})
            first = await socket.receive()
            if first.type == aiohttp.WSMsgType.TEXT:
                return _Seen(SOCKET, content=first.data.encode())
            return _Seen(STATUS.get(str(first.extra), 0), said=str(first.extra))

    def _answer(self, principal: Principal, asked: Call, seen: _Seen, seconds: float) -> Answer:
        body = _parsed(seen.content)
        problem = str(body.get("type", "")) if isinstance(body, dict) else ""
        is_problem = problem.startswith(PROBLEM)
        said = seen.said or (problem.removeprefix(PROBLEM) if is_problem else seen.status)
        names = sorted(name.lower() for name, _ in seen.headers)
        everything = b"\n".join((*(n + b": " + v for n, v in seen.headers), seen.content))
        foreign = found_in(everything, self._words - self._readable(principal, asked))
        return Answer(said, seen.status, (names, _shape(body)), foreign, seconds)

    def _readable(self, principal: Principal, asked: Call) -> frozenset[str]:
        shown = (words for thing, words in self._shown.items() if thing in asked.path)
        return principal.words.union(*shown)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_shape(inner) for inner in value]
    return type(value).__name__
