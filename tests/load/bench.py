"""What each row of the benchmark is given: a system, an agent who is signed in, customers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractCookieJar

from deploy.local.system import System
from tests.load.chatting import Chat

Json = dict[str, Any]
KEEP_ALIVE_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Bench:
    """``http`` carries the session of an admin of the first workspace, where ``chat`` is too."""

    running: System
    http: aiohttp.ClientSession
    chat: Chat
    workspace_id: str

    @property
    def base_url(self) -> str:
        """Of the system's own gateway."""
        return self.running.base_url

    @property
    def key(self) -> str:
        """The workspace's, for its widget."""
        return str(self.running.workspaces[0]["key"])


@asynccontextmanager
async def opened(running: System) -> AsyncIterator[Bench]:
    """With conversations to write in."""
    acme = running.workspaces[0]
    async with (
        _session(aiohttp.CookieJar(unsafe=True)) as http,
        _session(aiohttp.DummyCookieJar()) as customers,
    ):
        await _sign_in(http, running.base_url, acme["agents"][0])
        chat = Chat(http, customers, running.base_url, acme["key"])
        await chat.start()
        yield Bench(running, http, chat, await _workspace_of(http, running))


def _session(cookies: AbstractCookieJar) -> aiohttp.ClientSession:
    """Connections are given up before the gateway, after its five seconds, would do so."""
    connector = aiohttp.TCPConnector(keepalive_timeout=KEEP_ALIVE_SECONDS)
    return aiohttp.ClientSession(connector=connector, cookie_jar=cookies)


async def _sign_in(http: aiohttp.ClientSession, base_url: str, agent: Json) -> None:
    """From here on ``http`` carries the agent's session."""
    who = {"email": agent["email"], "password": agent["password"]}
    async with http.post(f"{base_url}/api/v1/session", json=who) as answer:
        answer.raise_for_status()


async def _workspace_of(http: aiohttp.ClientSession, running: System) -> str:
    """The id of the signed-in agent's workspace."""
    async with http.get(f"{running.base_url}/api/v1/session") as answer:
        return str((await answer.json())["workspace"]["id"])
