"""A command whose last write fails has written nothing at all."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from services.chat.domain.messages import Draft
from services.chat.domain.people import Customer
from services.chat.use_cases import commands, posting, starting, trash
from services.chat.use_cases.chat import Chat
from shared.contracts.events import Event
from shared.mongo import Transaction
from shared.outbox import Outbox
from tests.integration.chat.callers import Workspace

COLLECTIONS = (
    "conversations",
    "deleted_conversations",
    "conversation_counts",
    "messages",
    "uploads",
)


class BrokenOutbox(Outbox):
    """Where the last write of every command fails."""

    def __init__(self, sound: Outbox) -> None:
        self._sound = sound

    async def append(self, tx: Transaction, *said: Event[Any]) -> None:
        await self._sound.append(tx, *said)
        raise ConnectionResetError


async def everything(workspace: Workspace) -> dict[str, list[Any]]:
    """Each document of the workspace."""
    of_workspace = {"$or": [{"workspace_id": workspace.id}, {"_id": workspace.id}]}
    collection = workspace.chat.mongo.collection
    return {
        name: await collection(name).find(of_workspace).sort("_id", 1).to_list(None)
        for name in COLLECTIONS
    }


async def waiting_events(chat: Chat) -> set[str]:
    """Ids of events that are not known to be said yet."""
    return set(await chat.mongo.collection("outbox").distinct("_id"))


Command = Callable[[Chat, Workspace, str, str], Awaitable[object]]


def start(chat: Chat, workspace: Workspace, _: str, __: str) -> Awaitable[object]:
    customer = Customer("mia", "Mia", "mia@shop.example")
    return starting.start_conversation(chat, workspace.id, customer, Draft("d", "Hello"))


def post(chat: Chat, workspace: Workspace, subject: str, upload_id: str) -> Awaitable[object]:
    draft = Draft("d", "Hello", attachment_ids=[upload_id])
    return posting.post_message(chat, workspace.agent().principal, subject, draft)


def read(chat: Chat, workspace: Workspace, subject: str, _: str) -> Awaitable[object]:
    return commands.mark_read(chat, workspace.agent().principal, subject, 1)


def close(chat: Chat, workspace: Workspace, subject: str, _: str) -> Awaitable[object]:
    return commands.close_conversation(chat, workspace.agent().principal, subject)


def delete(chat: Chat, workspace: Workspace, subject: str, _: str) -> Awaitable[object]:
    return trash.delete_conversation(chat, workspace.agent().principal, subject)


@pytest.mark.parametrize("command", [start, post, read, close, delete])
async def test_nothing_is_left_of_a_command_that_failed_at_its_last_write(
    workspace: Workspace, chat: Chat, command: Command
) -> None:
    _, path = await workspace.start()
    conversation_id = path.rpartition("/")[2]
    upload_id = (await workspace.agent().upload(path, b"x")).json()["id"]
    documents, events = await everything(workspace), await waiting_events(chat)
    broken = replace(chat, outbox=BrokenOutbox(chat.outbox))

    with pytest.raises(ConnectionResetError):
        await command(broken, workspace, conversation_id, upload_id)

    assert await everything(workspace) == documents
    assert await waiting_events(chat) <= events
