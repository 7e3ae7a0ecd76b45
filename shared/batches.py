"""Group commit: what is asked for while others are being answered is answered together after them.

The busier it is, the more goes together and the less each costs; who comes alone waits for nobody.
"""

import asyncio
import contextvars
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

Handle = Callable[[Sequence[Asked]], Awaitable[Sequence[Answer | Exception]]]
"""Answers several at once, in their order. An exception among the answers is raised to whoever
asked for that one; what is raised instead of answering, to all of them.
"""


class Batches(Generic[Asked, Answer]):
    """One batch of a key is under way at a time, of ``most`` at most, in order of arrival.

    A batch runs in the context of the first in it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lanes: dict[str, _Lane[Asked, Answer]] = {}

    async def ask(self, key: str, asked: Asked, handle: Handle[Asked, Answer]) -> Answer:
        """The answer to ``asked``, from ``handle`` or from that of another who asks meanwhile."""
        waiting = _Waiting[Asked, Answer](asked)
        lane = self._lanes.setdefault(key, _Lane())
        lane.waiting.append(waiting)
        self._go_on(key, lane, handle)
        return await waiting.answer

    def _go_on(self, key: str, lane: "_Lane[Asked, Answer]", handle: Handle[Asked, Answer]) -> None:
        if lane.under_way and not lane.under_way.done():
            return
        if batch := lane.next(self._most):
            lane.under_way = asyncio.create_task(_answer(batch, handle), context=batch[0].context)
            lane.under_way.add_done_callback(lambda _: self._go_on(key, lane, handle))
        else:
            del self._lanes[key]


@dataclass(slots=True)
class _Waiting(Generic[Asked, Answer]):
    asked: Asked
    answer: asyncio.Future[Answer] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    context: contextvars.Context = field(default_factory=contextvars.copy_context)


@dataclass(slots=True)
class _Lane(Generic[Asked, Answer]):
    waiting: deque[_Waiting[Asked, Answer]] = field(default_factory=deque)
    under_way: asyncio.Task[None] | None = None

    def next(self, most: int) -> Sequence[_Waiting[Asked, Answer]]:
        """Take out those whose turn it is, without those who have stopped waiting."""
        batch: list[_Waiting[Asked, Answer]] = []
        while self.waiting and len(batch) < most:
            if not (first := self.waiting.popleft()).answer.done():
                batch.append(first)
        return batch


async def _answer(batch: Sequence[_Waiting[Any, Any]], handle: Handle[Any, Any]) -> None:
    """Whoever has stopped waiting meanwhile is answered too, and nobody hears it."""
    try:
        answers = await handle([waiting.asked for waiting in batch])
    except Exception as error:
        answers = [error] * len(batch)
    except BaseException:
        # Nobody is to wait for an answer that will not come.
        for waiting in batch:
            waiting.answer.cancel()
        raise
    for waiting, answer in zip(batch, answers, strict=True):
        if waiting.answer.done():
            continue
        if isinstance(answer, Exception):
            waiting.answer.set_exception(answer)
        else:
            waiting.answer.set_result(answer)
