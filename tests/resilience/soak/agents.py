"""Agents: they reply, read, close, convert, delete, restore and purge, each at random."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

import httpx

from tests.people import Agent, Json
from tests.resilience.soak.attempts import Attempts
from tests.resilience.soak.desk import Desk, any_of
from tests.resilience.soak.follower import AgentsPage
from tests.resilience.soak.marks import Viewer, mark

PAUSE_SECONDS = (0.2, 1.2)


@dataclass
class Shift:
    """One agent at work."""

    agent: Agent
    attempts: Attempts
    page: AgentsPage
    desk: Desk
    chance: random.Random

    async def reply(self) -> None:
        """Having seen what the page shows; who is held sends anyway, now and then."""
        conversation_id = any_of(self._open(), self.chance)
        if conversation_id is None or conversation_id not in self.desk.marks:
            return
        body = {
            "client_id": str(uuid4()),
            "text": f"{self.desk.marks[conversation_id]} is answered {self.chance.random()}",
            "last_seen_seq": self.page.page.last_seq(conversation_id),
        }
        answer = await self._post(conversation_id, body)
        is_held = answer is not None and answer.status_code == httpx.codes.CONFLICT
        if is_held and self.chance.random() < 0.5:
            await self._post(conversation_id, body | {"send_anyway": True})

    async def read(self) -> None:
        if conversation_id := any_of(self._open(), self.chance):
            seq = self.page.page.last_seq(conversation_id)
            await self._ask(
                "read", f"{self.agent.conversation(conversation_id)}/read", {"seq": seq}
            )

    async def close(self) -> None:
        if conversation_id := any_of(self._open(), self.chance):
            path = f"{self.agent.conversation(conversation_id)}/close"
            if await self._ask("close", path, None, conversation_id):
                self.desk.closed.append(conversation_id)

    async def convert(self) -> None:
        conversation_id = any_of(self.desk.closed, self.chance)
        if conversation_id and conversation_id in self.desk.marks:
            body = {"subject": self.desk.marks[conversation_id], "company_id": self.desk.company}
            path = f"{self.agent.conversation(conversation_id)}/ticket"
            await self._ask("convert", path, body, conversation_id)

    async def delete(self) -> None:
        if conversation_id := any_of(list(self.page.page.threads), self.chance):
            path = self.agent.conversation(conversation_id)
            if await self._delete("delete", path, conversation_id):
                self.desk.deleted.append(conversation_id)

    async def restore(self) -> None:
        if conversation_id := any_of(self.desk.deleted, self.chance):
            path = f"/api/v1/trash/{conversation_id}/restore"
            await self._ask("restore", path, None, conversation_id)

    async def purge(self) -> None:
        """Only an admin may."""
        if conversation_id := any_of(self.desk.deleted, self.chance):
            await self._delete("purge", f"/api/v1/trash/{conversation_id}", conversation_id)

    def _open(self) -> list[str]:
        """What the page shows and no agent has closed."""
        return [one for one in self.page.page.threads if one not in self.desk.closed]

    async def _post(self, conversation_id: str, body: Json) -> httpx.Response | None:
        return await self.attempts.until_known(
            "post",
            lambda: self.agent.http.post(
                f"{self.agent.conversation(conversation_id)}/messages", json=body
            ),
            self.chance,
            conversation_id=conversation_id,
            client_id=body["client_id"],
            last_seen_seq=None if body.get("send_anyway") else body["last_seen_seq"],
        )

    async def _ask(
        self, kind: str, path: str, body: Json | None, conversation_id: str | None = None
    ) -> bool:
        answer = await self.attempts.make(
            kind, lambda: self.agent.http.post(path, json=body), conversation_id=conversation_id
        )
        return answer is not None and answer.is_success

    async def _delete(self, kind: str, path: str, conversation_id: str) -> bool:
        answer = await self.attempts.make(
            kind, lambda: self.agent.http.delete(path), conversation_id=conversation_id
        )
        return answer is not None and answer.is_success

    def steps(self) -> dict[Callable[[], Awaitable[None]], int]:
        """What an agent does, and how often."""
        return {
            self.reply: 60,
            self.read: 16,
            self.close: 6,
            self.convert: 8,
            self.delete: 3,
            self.restore: 5,
            self.purge: 1,
        }


async def work(agent: Agent, desk: Desk, name: str, chance: random.Random) -> None:
    """A shift of ``agent``, who is signed in, until the run is over."""
    attempts = Attempts(desk.record, Viewer(name, desk.workspace))
    attempts.watch(agent)
    page = AgentsPage(agent, attempts)
    shift = Shift(agent, attempts, page, desk, chance)
    steps = shift.steps()
    async with desk.open(page):
        while not desk.is_over.is_set():
            await asyncio.sleep(chance.uniform(*PAUSE_SECONDS))
            [step] = chance.choices(list(steps), weights=list(steps.values()))
            await step()


async def a_company(agent: Agent, workspace: str) -> str:
    """One that conversations can become tickets of."""
    answer = await agent.http.post("/api/v1/companies", json={"name": mark(workspace)})
    return str(answer.raise_for_status().json()["id"])
