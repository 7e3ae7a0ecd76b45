"""What one workspace asks for at a time is done in one transaction.

A commit waits for the disk, and every step of a transaction costs the same for one message as for
ten; so the busier a workspace is, the less each of its messages costs, and what one workspace waits
for no other does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from services.chat.domain.messages import Draft
from shared import telemetry
from shared.batches import Batches
from shared.mongo import TRANSACTION_SECONDS, DuplicateKey, Mongo, Transaction


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants to write, and the trace that asked for it."""

    workspace_id: str
    draft: Draft
    traceparent: str = field(default_factory=telemetry.traceparent, kw_only=True)

    @property
    def turn(self) -> str:
        """The id of what it changes: only one transaction with that is under way at a time."""
        return self.workspace_id


Asked = TypeVar("Asked", bound=Command)
Answer = TypeVar("Answer")

Attempt = Callable[[Sequence[Asked], Transaction], Awaitable[Sequence[Answer | Exception]]]
"""Does all that was asked. What is refused has its refusal for an answer."""


async def do(
    mongo: Mongo,
    batches: Batches[Asked, Answer],
    asked: Asked,
    attempt: Attempt[Asked, Answer],
) -> Answer:
    """The answer to ``asked``, from one transaction with all that the workspace asks meanwhile.

    Raises ``DuplicateKey`` where this was done before, ``DatabaseError`` and ``TimeoutError`` as
    ``transact`` does, and the refusal of what is refused.
    """
    async with asyncio.timeout(TRANSACTION_SECONDS):
        return await batches.ask(asked.workspace_id, asked, partial(_do_all, mongo, attempt))


async def _do_all(
    mongo: Mongo, attempt: Attempt[Asked, Answer], asked: Sequence[Asked]
) -> Sequence[Answer | Exception]:
    try:
        return await mongo.transact(partial(attempt, asked), turns={each.turn for each in asked})
    except DuplicateKey as duplicate:
        if len(asked) == 1:
            return [duplicate]
    # One of them was done before, and the others are not to suffer for it.
    return [answer for each in asked for answer in await _do_all(mongo, attempt, [each])]
