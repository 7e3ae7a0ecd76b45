"""What comes of a step of a conversation's life: an answer, or the class of a refusal."""

import asyncio
from collections.abc import Awaitable, Callable

from shared import refusals

Step = Callable[[], Awaitable[object]]


async def outcome(step: Step) -> object:
    """What it returns, or the class of the refusal."""
    try:
        return await step()
    except refusals.Refusal as refusal:
        return type(refusal)


async def both(step: Step) -> tuple[object, object]:
    first, second = await asyncio.gather(outcome(step), outcome(step))
    return first, second


def outcome_of(expected: Callable[[], object]) -> object:
    try:
        return expected()
    except refusals.Refusal as refusal:
        return type(refusal)
