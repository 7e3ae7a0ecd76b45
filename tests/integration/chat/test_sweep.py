"""Files that nobody posts are removed a day after their upload, and no other ever is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from services.chat.use_cases import attachments
from services.chat.use_cases.chat import Chat
from shared import clock
from tests.integration.chat.callers import OWN, Workspace, slug


def after(chat: Chat, **passed: float) -> Chat:
    """The service when some time has passed."""
    return replace(chat, now=lambda: clock.now() + timedelta(**passed))


async def blob(chat: Chat, blob_id: str) -> int:
    """How much of a file is stored, in documents."""
    chunks = chat.mongo.collection("attachments.chunks")
    files = chat.mongo.collection("attachments.files")
    stored = await chunks.count_documents({"files_id": blob_id})
    return stored + await files.count_documents({"_id": blob_id})


async def test_a_file_that_nobody_posts_is_gone_after_a_day(
    workspace: Workspace, chat: Chat
) -> None:
    customer, _ = await workspace.start()
    uploaded = (await customer.upload(OWN, b"x")).json()["id"]

    await attachments.remove_unposted(after(chat, hours=23, minutes=59))
    assert await blob(chat, uploaded) == 2

    await attachments.remove_unposted(after(chat, hours=24, minutes=1))
    assert await blob(chat, uploaded) == 0
    answer = await customer.get(f"{OWN}/attachments/{uploaded}")
    assert (answer.status_code, slug(answer)) == (404, "not-found")


async def test_a_posted_file_stays(workspace: Workspace, chat: Chat) -> None:
    customer, _ = await workspace.start()
    uploaded = (await customer.upload(OWN, b"x")).json()["id"]
    await customer.say(OWN, attachment_ids=[uploaded])

    await attachments.remove_unposted(after(chat, days=400))

    assert (await customer.get(f"{OWN}/attachments/{uploaded}")).content == b"x"


async def test_what_a_killed_process_left_of_an_upload_is_gone_after_a_day(
    workspace: Workspace, chat: Chat
) -> None:
    """The chunks of a file whose last byte never came, as ``kill -9`` leaves them."""
    customer, _ = await workspace.start()
    uploaded = (await customer.upload(OWN, b"x")).json()["id"]
    await chat.mongo.collection("attachments.files").delete_one({"_id": uploaded})
    await chat.mongo.collection("uploads").update_one(
        {"_id": uploaded}, {"$set": {"attachment": None}}
    )

    await attachments.remove_unposted(after(chat, days=2))

    assert await blob(chat, uploaded) == 0


async def test_a_sweep_that_broke_off_is_finished_by_the_next(
    workspace: Workspace, chat: Chat
) -> None:
    customer, _ = await workspace.start()
    uploaded = (await customer.upload(OWN, b"x")).json()["id"]
    await chat.storage.delete(uploaded)

    await attachments.remove_unposted(after(chat, days=2))

    known = chat.mongo.collection("uploads")
    assert await known.count_documents({"_id": uploaded}) == 0


async def test_a_file_is_stored_as_it_arrives_and_gone_when_its_sender_breaks_off(
    workspace: Workspace, chat: Chat
) -> None:
    _, path = await workspace.start()
    agent, conversation_id = workspace.agent().principal, path.rpartition("/")[2]

    known = chat.mongo.collection("uploads")
    stored_meanwhile: list[int] = []

    async def breaking_off() -> AsyncIterator[bytes]:
        yield b"x" * 600_000
        announced = await known.find_one({"workspace_id": workspace.id})
        assert announced is not None
        stored_meanwhile.append(await blob(chat, announced["_id"]))
        raise ConnectionResetError

    file = attachments.IncomingFile("a", "x/y", breaking_off())
    before = await chat.mongo.collection("attachments.chunks").count_documents({})
    with pytest.raises(ConnectionResetError):
        await attachments.upload(chat, agent, conversation_id, file)

    assert stored_meanwhile == [2]
    assert await chat.mongo.collection("attachments.chunks").count_documents({}) == before
    assert await known.count_documents({"workspace_id": workspace.id}) == 0
