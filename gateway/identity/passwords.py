"""Passwords as argon2id hashes, made and checked in a small thread pool.

One check takes tens of milliseconds and 46 MiB on purpose, so at most ``AT_ONCE`` run and the
rest wait for their turn, with a deadline.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeVar, TypeVarTuple

import argon2

from shared import refusals

AT_ONCE = 2
TURN_SECONDS = 5.0

Given = TypeVarTuple("Given")
Result = TypeVar("Result")


class Passwords:
    """Hashes and verifies."""

    name = "passwords"

    def __init__(self) -> None:
        # OWASP's argon2id floor is one pass over 46 MiB; this is two.
        self._hasher = argon2.PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")

    async def start(self) -> None:
        """Prepare the hash that stands in for the one of an agent who does not exist."""
        self._nobody = await self.hash_of("nobody signs in with this")

    async def stop(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def ping(self) -> None:
        """Nothing to ask: it needs no one."""

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Be one of the few who check a password now. Raises ``Unavailable`` after a while."""
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._turns.acquire()
        except TimeoutError:
            raise refusals.Unavailable("Too many sign-ins at once.", retry_after=5) from None
        try:
            yield
        finally:
            self._turns.release()

    async def hash_of(self, password: str) -> str:
        """An argon2id hash with its own salt and parameters in it."""
        return await self._run(self._hasher.hash, password)

    async def matches(self, password: str, stored: str | None) -> bool:
        """Whether ``password`` is the one behind ``stored``.

        Takes the same time where nothing is stored, so that an answer never tells who exists.
        """
        is_right = await self._run(self._verify, password, stored or self._nobody)
        return is_right and stored is not None

    def _verify(self, password: str, stored: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except argon2.exceptions.VerifyMismatchError:
            return False

    async def _run(self, function: Callable[[*Given], Result], *given: *Given) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *given)
