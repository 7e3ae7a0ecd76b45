"""What is remembered of workspaces, agents and credentials is never older than what was heard."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from gateway.identity.directory import Directory
from gateway.identity.domain import Agent, Credential, Widget, Workspace
from gateway.identity.repository import Repository

BEFORE = Workspace("w1", "Acme", "key", "pro", True, Widget(), version=1)
AFTER = replace(BEFORE, live_chat_enabled=False, version=2)
SESSION = Credential("c1", "session", "ann", "w1", "", datetime(2026, 11, 25, tzinfo=UTC), None)
ANN = Agent("ann", "w1", "Ann", "ann@acme.example", "admin")


class SlowRepository:
    """Answers every read with what was true when it began, once it is told to."""

    def __init__(self) -> None:
        self.workspaces = self.agents = self.credentials = self
        self.reads = 0
        self._may_answer = asyncio.Event()

    def answer(self) -> None:
        self._may_answer.set()

    async def find(self, *key: str) -> Workspace | Agent | Credential:
        self.reads += 1
        await self._may_answer.wait()
        if key == (BEFORE.id, ANN.id):
            return ANN
        return BEFORE if key == (BEFORE.id,) else SESSION


def a_directory() -> tuple[Directory, SlowRepository]:
    repository = SlowRepository()
    return Directory(cast(Repository, repository)), repository


async def read_while(
    repository: SlowRepository, reading: Any, something_happens: Callable[[], object]
) -> Any:
    task = asyncio.ensure_future(reading)
    while not repository.reads:
        await asyncio.sleep(0)
    something_happens()
    repository.answer()
    return await task


async def test_a_read_under_way_does_not_bring_back_what_a_workspace_was() -> None:
    directory, repository = a_directory()
    read = await read_while(
        repository, directory.workspace(BEFORE.id), lambda: directory.learn(AFTER)
    )
    assert read == AFTER
    assert await directory.workspace(BEFORE.id) == AFTER


async def test_a_read_under_way_does_not_bring_back_a_picture_that_was_removed() -> None:
    directory, repository = a_directory()
    removed = replace(ANN, picture_version=2)
    read = await read_while(
        repository, directory.agent("w1", ANN.id), lambda: directory.learn_agent(removed)
    )
    assert read == removed == await directory.agent("w1", ANN.id)


async def test_news_that_comes_late_changes_nothing() -> None:
    directory, _ = a_directory()
    directory.learn(AFTER)
    assert directory.learn(BEFORE) == AFTER


async def test_a_read_under_way_does_not_bring_back_a_credential_that_ended() -> None:
    directory, repository = a_directory()
    await read_while(
        repository,
        directory.credential("session", "hash"),
        lambda: directory.forget_credential(SESSION.id),
    )
    await directory.credential("session", "hash")
    assert repository.reads == 2
