"""Customers who write at a steady rate, and an agent's socket that sees what they wrote.

Open loop: each message is due at its own time, and is timed from then on, so a slow system cannot
make its own load lighter.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiohttp

from tests.load import figures
from tests.load.figures import Latency

CONVERSATIONS = 20
SETTLE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run at ``rate`` messages a second: the seconds until each was acknowledged and seen.
    ``failed`` were not acknowledged, ``unseen`` did not reach the agent's socket in time.
    """

    rate: int
    acks: tuple[float, ...]
    deliveries: tuple[float, ...]
    failed: int
    unseen: int

    @property
    def ack(self) -> Latency:
        """Raises ``ValueError`` where nothing was acknowledged."""
        return figures.latency(self.acks)

    @property
    def delivery(self) -> Latency:
        """Raises ``ValueError`` where nothing was seen."""
        return figures.latency(self.deliveries)

    def holds(self, limit_milliseconds: float) -> bool:
        """Everything arrived, and 99 of 100 within the limit."""
        return not self.failed and not self.unseen and self.delivery.p99 <= limit_milliseconds

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        latencies = figures.plain({"ack": self.ack, "delivery": self.delivery})
        return {"rate": self.rate, **latencies, "failed": self.failed, "unseen": self.unseen}


def pooled(outcomes: Sequence[Outcome]) -> Outcome:
    """Several runs at the same rate as one."""
    return Outcome(
        outcomes[0].rate,
        tuple(seconds for one in outcomes for seconds in one.acks),
        tuple(seconds for one in outcomes for seconds in one.deliveries),
        sum(one.failed for one in outcomes),
        sum(one.unseen for one in outcomes),
    )


class Chat:
    """``CONVERSATIONS`` customers of one workspace, and one agent who listens."""

    def __init__(
        self,
        agent: aiohttp.ClientSession,
        customers: aiohttp.ClientSession,
        base_url: str,
        key: str,
    ) -> None:
        self._agent = agent
        self._customers = customers
        self._base_url = base_url
        self._key = key
        self._tokens: list[str] = []
        self._seen: dict[str, float] = {}

    async def start(self) -> None:
        """Open the conversations."""
        for number in range(CONVERSATIONS):
            opening = {
                "client_id": str(uuid4()),
                "name": f"Customer {number}",
                "email": f"customer{number}@shop.example",
                "text": "Hello",
            }
            url = f"{self._base_url}/widget/v1/{self._key}/conversations"
            async with self._customers.post(url, json=opening) as answer:
                answer.raise_for_status()
                self._tokens.append((await answer.json())["token"])

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """The agent's socket is open and subscribed."""
        url = f"{self._base_url}/api/v1/stream"
        async with self._agent.ws_connect(url, compress=0, max_msg_size=0) as socket:
            assert (await socket.receive_json())["type"] == "ready"
            listening = asyncio.create_task(self._listen(socket))
            yield
            listening.cancel()

    async def run(self, rate: int, seconds: int) -> Outcome:
        """Send ``rate`` messages a second for ``seconds``, whatever the system does."""
        began = time.perf_counter()
        due = [began + number / rate for number in range(rate * seconds)]
        sends = [asyncio.create_task(self._send(n, at)) for n, at in enumerate(due)]
        acked = [sent for sent in await asyncio.gather(*sends) if sent is not None]
        await self._settle(acked)
        delivered = tuple(self._seen[c] - at for c, at, _ in acked if c in self._seen)
        return Outcome(
            rate,
            tuple(seconds for _, _, seconds in acked),
            delivered,
            failed=len(due) - len(acked),
            unseen=len(acked) - len(delivered),
        )

    async def _send(self, number: int, due: float) -> tuple[str, float, float] | None:
        """(client id, when it was due, seconds to the acknowledgement); None when refused."""
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        client_id = str(uuid4())
        headers = {"Authorization": f"Bearer {self._tokens[number % CONVERSATIONS]}"}
        body = {"client_id": client_id, "text": f"Message number {number} of this run."}
        url = f"{self._base_url}/widget/v1/conversation/messages"
        async with self._customers.post(url, json=body, headers=headers) as answer:
            await answer.read()
            if answer.status != 201:
                return None
        return client_id, due, time.perf_counter() - due

    async def _settle(self, acked: list[tuple[str, float, float]]) -> None:
        deadline = time.perf_counter() + SETTLE_SECONDS
        while time.perf_counter() < deadline:
            if all(client_id in self._seen for client_id, _, _ in acked):
                return
            await asyncio.sleep(0.05)

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            now = time.perf_counter()
            said: dict[str, Any] = json.loads(frame.data)
            if said["type"] == "conversation.message_sent.v1":
                self._seen[said["data"]["message"]["client_id"]] = now
