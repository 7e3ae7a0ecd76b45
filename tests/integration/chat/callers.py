"""A workspace with the people in it, who call the service as the gateway calls it for them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from services.chat.use_cases.chat import Chat
from shared.identity import HEADER, IdentitySigner, Principal
from tests.integration.chat.hearing import Hearing

Json = dict[str, Any]
AGENTS = "/api/v1/conversations"
OWN = "/widget/v1/conversation"


@dataclass(frozen=True)
class Caller:
    """Someone whom the gateway knows."""

    http: httpx.AsyncClient
    signer: IdentitySigner
    principal: Principal

    async def get(self, path: str, **query: str | int) -> httpx.Response:
        return await self.http.get(path, params=query, headers=self.headers())

    async def post(self, path: str, body: object = None) -> httpx.Response:
        return await self.http.post(path, json=body, headers=self.headers())

    async def delete(self, path: str) -> httpx.Response:
        return await self.http.delete(path, headers=self.headers())

    async def post_raw(
        self, path: str, content: bytes | AsyncIterator[bytes], **headers: str
    ) -> httpx.Response:
        """``headers`` with ``_`` for ``-``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.post(path, content=content, headers=self.headers() | named)

    async def upload(
        self, path: str, content: bytes, name: str = "a.bin", content_type: str = "x/y"
    ) -> httpx.Response:
        """One file to the conversation at ``path``."""
        files = {"file": (name, content, content_type)}
        return await self.http.post(f"{path}/attachments", files=files, headers=self.headers())

    async def say(self, path: str, text: str = "Hello", **members: object) -> httpx.Response:
        """One message in the conversation at ``path``."""
        return await self.post(f"{path}/messages", {"client_id": new_id(), "text": text} | members)

    async def thread(self, path: str, **query: int) -> list[Json]:
        answer = await self.get(f"{path}/messages", **query)
        assert answer.status_code == 200, answer.text
        items: list[Json] = answer.json()["items"]
        return items

    def headers(self) -> dict[str, str]:
        return {HEADER: self.signer.sign(self.principal)}


@dataclass(frozen=True)
class Workspace:
    """A workspace of its own, in a service that others use too."""

    id: str
    http: httpx.AsyncClient
    signer: IdentitySigner
    hearing: Hearing
    chat: Chat

    def agent(self, name: str = "Ann") -> Caller:
        agent_id = name.lower()
        return self._caller(
            Principal(
                kind="agent",
                id=agent_id,
                workspace_id=self.id,
                name=name,
                avatar_url=f"/avatars/{agent_id}",
                role="agent",
            )
        )

    def newcomer(self) -> Caller:
        """A customer who has not written yet."""
        return self.customer("newcomer-" + new_id(), None)

    def customer(self, customer_id: str, conversation_id: str | None) -> Caller:
        return self._caller(
            Principal(
                kind="customer",
                id=customer_id,
                workspace_id=self.id,
                name="Mia Torres",
                conversation_id=conversation_id,
            )
        )

    async def start(self, text: str = "My parcel is late", **members: str) -> tuple[Caller, str]:
        """A conversation: its customer, and its path for agents."""
        answer = await self.newcomer().post("/widget/v1/conversations", opening(text, **members))
        assert answer.status_code == 201, answer.text
        message = answer.json()["message"]
        customer = self.customer(message["author"]["id"], message["conversation_id"])
        return customer, f"{AGENTS}/{message['conversation_id']}"

    def _caller(self, principal: Principal) -> Caller:
        return Caller(self.http, self.signer, principal)


def opening(text: str = "My parcel is late", **members: str) -> Json:
    """The body that starts a conversation."""
    return {
        "client_id": new_id(),
        "name": "Mia Torres",
        "email": "mia@shop.example",
        "text": text,
    } | members


def new_id() -> str:
    return str(uuid4())


def slug(answer: httpx.Response) -> str:
    """Which problem it is; fails when the answer is none."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    problem = answer.json()
    assert problem["status"] == answer.status_code
    name: str = problem["type"].removeprefix("urn:parley:problem:")
    return name
