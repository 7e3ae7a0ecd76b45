"""Makes requests and writes down what each came to."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

from tests.people import Agent, Customer
from tests.resilience.soak.marks import Viewer
from tests.resilience.soak.record import Operation, Outcome, Record

REQUEST_SECONDS = 12.0
"""Longer than the gateway waits for a service."""

Send = Callable[[], Awaitable[httpx.Response]]


@dataclass(frozen=True)
class Attempts:
    """Those of one person."""

    record: Record
    viewer: Viewer

    def look(self, text: str) -> None:
        """Something came to this person's eyes."""
        self.record.sightings.update(self.viewer.sees(text))

    def watch(self, who: Agent | Customer) -> None:
        """See every answer that ``who`` gets."""

        async def look(answer: httpx.Response) -> None:
            await answer.aread()
            self.look(answer.text)

        who.http.timeout = httpx.Timeout(REQUEST_SECONDS)
        who.http.event_hooks["response"].append(look)

    async def make(self, kind: str, send: Send, **about: Any) -> httpx.Response | None:
        """One request; None where nobody knows what it came to."""
        invoked = time.monotonic()
        answer: httpx.Response | None = None
        outcome: Outcome = "unknown"
        try:
            answer = await send()
            outcome = _outcome(answer.status_code)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            outcome = "failed"  # it was never sent
        except httpx.HTTPError:
            """It may have arrived."""
        finally:
            self._write(kind, invoked, outcome, answer, about)
        return answer

    async def until_known(
        self, kind: str, send: Send, chance: random.Random, **about: Any
    ) -> httpx.Response | None:
        """The same request again, as a client does, until it is answered; now and then it is given
        up, and stays unknown for good.
        """
        pause = 0.2
        while True:
            answer = await self.make(kind, send, **about)
            if answer is not None and not answer.is_server_error:
                return answer
            if chance.random() < 0.1:
                return None
            await _rest(chance, pause)
            pause = min(pause * 2, 2.0)

    def _write(
        self,
        kind: str,
        invoked: float,
        outcome: Outcome,
        answer: httpx.Response | None,
        about: dict[str, Any],
    ) -> None:
        """``about`` knows what is asked for, the answer which message it became."""
        operation = Operation(
            kind,
            self.viewer.name,
            self.viewer.workspace,
            invoked,
            time.monotonic(),
            outcome,
            answer.status_code if answer is not None else None,
            **(about | _created(kind, outcome, answer)),
        )
        self.record.operations.append(operation)


def _outcome(status: int) -> Outcome:
    """A 5xx may hide a commit whose answer got lost."""
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return "unknown"
    return "ok" if status < httpx.codes.BAD_REQUEST else "failed"


def _created(kind: str, outcome: Outcome, answer: httpx.Response | None) -> dict[str, Any]:
    if outcome != "ok" or answer is None or kind not in ("start", "post"):
        return {}
    created = answer.json()
    message = created["message"] if kind == "start" else created
    return {
        "message_id": message["id"],
        "seq": message["seq"],
        "conversation_id": message["conversation_id"],
    }


async def _rest(chance: random.Random, seconds: float) -> None:
    await asyncio.sleep(seconds * chance.uniform(0.5, 1.5))
