"""Customers: one conversation after the other, written in until it ends one way or another."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

import httpx

from tests.people import Customer
from tests.resilience.soak.attempts import Attempts
from tests.resilience.soak.desk import Desk
from tests.resilience.soak.follower import CustomersPage
from tests.resilience.soak.marks import Viewer, mark

PAUSE_SECONDS = (0.2, 1.4)
SHORTEST, LONGEST = 5, 30
ENDED = {httpx.codes.CONFLICT, httpx.codes.NOT_FOUND}


@dataclass
class Chat:
    """One customer in one conversation."""

    customer: Customer
    attempts: Attempts
    page: CustomersPage
    chance: random.Random
    mark: str
    conversation_id: str

    async def write(self) -> bool:
        """False when the conversation takes no more."""
        body = {"client_id": str(uuid4()), "text": f"{self.mark} writes {self.chance.random()}"}
        answer = await self.attempts.until_known(
            "post",
            lambda: self.customer.http.post(f"{self.customer.path}/messages", json=body),
            self.chance,
            client_id=body["client_id"],
            conversation_id=self.conversation_id,
        )
        return answer is None or answer.status_code not in ENDED

    async def read(self) -> bool:
        """Seen, as far as the page goes."""
        seq = self.page.page.last_seq(self.conversation_id)
        await self._ask("read", "read", {"seq": seq})
        return True

    async def close(self) -> bool:
        await self._ask("close", "close", None)
        return False

    async def _ask(self, kind: str, path: str, body: dict[str, int] | None) -> None:
        await self.attempts.make(
            kind,
            lambda: self.customer.http.post(f"{self.customer.path}/{path}", json=body),
            conversation_id=self.conversation_id,
        )


async def chat_on(url: str, desk: Desk, name: str, chance: random.Random) -> None:
    """Conversations of the customer called ``name``, until the run is over."""
    number = 0
    while not desk.is_over.is_set():
        number += 1
        await _one(url, desk, f"{name}x{number}", chance)


async def _one(url: str, desk: Desk, owner: str, chance: random.Random) -> None:
    """One conversation, from its start to its end."""
    attempts = Attempts(desk.record, Viewer(owner, desk.workspace, owner))
    async with Customer(url) as customer:
        attempts.watch(customer)
        own = mark(desk.workspace, owner)
        with desk.working():
            conversation_id = await _start(customer, attempts, desk, own, chance)
        if conversation_id is None:
            return
        page = CustomersPage(customer, attempts, conversation_id)
        async with desk.open(page):
            await _talk(desk, Chat(customer, attempts, page, chance, own, conversation_id))


async def _start(
    customer: Customer, attempts: Attempts, desk: Desk, own: str, chance: random.Random
) -> str | None:
    body = {
        "client_id": str(uuid4()),
        "name": own,
        "email": f"{own}@shop.example",
        "text": f"{own} begins",
    }
    answer = await attempts.until_known(
        "start",
        lambda: customer.http.post(f"/widget/v1/{desk.key}/conversations", json=body),
        chance,
        client_id=body["client_id"],
    )
    if answer is None or not answer.is_success:
        await asyncio.sleep(1.0)
        return None
    opened = answer.json()
    customer.http.headers["Authorization"] = f"Bearer {opened['token']}"
    desk.marks[opened["conversation"]["id"]] = own
    return str(opened["conversation"]["id"])


async def _talk(desk: Desk, chat: Chat) -> None:
    steps: list[Callable[[], Awaitable[bool]]] = [chat.write, chat.read, chat.close]
    for _ in range(chat.chance.randint(SHORTEST, LONGEST)):
        await asyncio.sleep(chat.chance.uniform(*PAUSE_SECONDS))
        [step] = chat.chance.choices(steps, weights=[80, 18, 2])
        if desk.is_over.is_set() or not await step():
            return
