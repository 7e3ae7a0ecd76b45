"""What is asked for while others are being answered goes together after them."""

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar

import pytest

from shared.batches import Batches

TRACE: ContextVar[str] = ContextVar("trace", default="none")


class Answers:
    """Answers with what was asked, twice, as soon as it is let to."""

    def __init__(self, batches: Batches[str, str]) -> None:
        self._batches = batches
        self.together: list[Sequence[str]] = []
        self.traces: list[str] = []
        self.may_answer = asyncio.Event()
        self.failing: dict[str, Exception] = {}

    def ask(self, asked: str, key: str = "k") -> asyncio.Task[str]:
        """Begin to."""
        return asyncio.create_task(self._batches.ask(key, asked, self._answer))

    async def _answer(self, asked: Sequence[str]) -> Sequence[str | Exception]:
        self.together.append(asked)
        self.traces.append(TRACE.get())
        await self.may_answer.wait()
        if "all" in self.failing:
            raise self.failing["all"]
        return [self.failing.get(each, each * 2) for each in asked]


async def everybody_has_asked() -> None:
    """Each task has come as far as it can."""
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def answers() -> Answers:
    return Answers(Batches(most=3))


async def test_who_comes_alone_goes_at_once_and_who_comes_meanwhile_goes_together(
    answers: Answers,
) -> None:
    asking = [answers.ask(each) for each in "abc"]
    await everybody_has_asked()
    assert answers.together == [["a"]]
    answers.may_answer.set()
    assert await asyncio.gather(*asking) == ["aa", "bb", "cc"]
    assert answers.together == [["a"], ["b", "c"]]


async def test_no_more_go_together_than_may(answers: Answers) -> None:
    answers.may_answer.set()
    asking = [answers.ask(each) for each in "abcdef"]
    await asyncio.gather(*asking)
    assert answers.together == [["a"], ["b", "c", "d"], ["e", "f"]]


async def test_nobody_waits_for_those_of_another_key(answers: Answers) -> None:
    asking = [answers.ask("a", "one"), answers.ask("b", "two")]
    await everybody_has_asked()
    assert answers.together == [["a"], ["b"]]
    answers.may_answer.set()
    await asyncio.gather(*asking)


async def test_an_exception_among_the_answers_is_for_who_asked(answers: Answers) -> None:
    answers.failing["b"] = ValueError("not b")
    answers.may_answer.set()
    asking = [answers.ask(each) for each in "abc"]
    a, b, c = await asyncio.gather(*asking, return_exceptions=True)
    assert (a, c) == ("aa", "cc")
    assert b is answers.failing["b"]


async def test_where_there_is_no_answer_all_hear_why_and_the_next_are_answered(
    answers: Answers,
) -> None:
    answers.failing["all"] = ConnectionError()
    answers.may_answer.set()
    asking = [answers.ask(each) for each in "abc"]
    assert await asyncio.gather(*asking, return_exceptions=True) == [answers.failing["all"]] * 3
    answers.failing.clear()
    assert await answers.ask("d") == "dd"


async def test_where_answering_is_cancelled_nobody_waits_for_it() -> None:
    async def cancelled(_: Sequence[str]) -> Sequence[str]:
        raise asyncio.CancelledError

    asking = asyncio.create_task(Batches[str, str](most=3).ask("k", "a", cancelled))
    await asyncio.wait([asking], timeout=5)
    assert asking.cancelled()


async def test_who_has_stopped_waiting_is_left_out(answers: Answers) -> None:
    asking = [answers.ask(each) for each in "abc"]
    await everybody_has_asked()
    asking[1].cancel()
    await everybody_has_asked()
    answers.may_answer.set()
    await asyncio.wait(asking)
    assert answers.together == [["a"], ["c"]]


async def test_who_stops_waiting_ends_it_for_nobody_else(answers: Answers) -> None:
    asking = [answers.ask(each) for each in "abc"]
    await everybody_has_asked()
    asking[0].cancel()
    answers.may_answer.set()
    assert await asyncio.gather(*asking[1:]) == ["bb", "cc"]


async def test_each_batch_runs_in_the_context_of_its_first(answers: Answers) -> None:
    asking = []
    for each in "abc":
        TRACE.set(each)
        asking.append(answers.ask(each))
    await everybody_has_asked()
    answers.may_answer.set()
    await asyncio.gather(*asking)
    assert answers.traces == ["a", "b"]
