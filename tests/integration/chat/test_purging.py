"""The end of a conversation, step by step, whatever dies at whichever step."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from services.chat.domain.messages import Draft
from services.chat.domain.people import Customer
from services.chat.domain.tickets import Wish
from services.chat.repository import Repository
from services.chat.storage import GridFs
from services.chat.use_cases import attachments, commands, conversions, posting, starting, trash
from services.chat.use_cases.attachments import IncomingFile
from services.chat.use_cases.chat import Chat
from shared import refusals
from shared.bus.publisher import Publisher
from shared.identity import Principal
from shared.mongo import Mongo, Transaction
from shared.outbox import Outbox
from tests.dying import Dies, Killed
from tests.eventually import eventually
from tests.integration.shared.conftest import running

ANN = Principal(kind="agent", id="ann", workspace_id="w1", name="Ann", role="agent")
COLLECTIONS = (
    "conversations",
    "deleted_conversations",
    "messages",
    "uploads",
    "attachments.files",
    "attachments.chunks",
)
AT_ONCE = 2
MESSAGES = 2 * AT_ONCE + 1
LEASE_SECONDS = 0.1


@dataclass(frozen=True)
class Quiet:
    """Chat, which does nothing by itself: a test makes its steps."""

    chat: Chat

    async def conversation(self, messages: int = 1, *, closed: bool = False) -> str:
        """One with a file in its last message."""
        customer = Customer("mia", "Mia", "mia@shop.example")
        draft = Draft(self.chat.new_id(), "Hello")
        posted, _ = await starting.start_conversation(self.chat, "w1", customer, draft)
        conversation_id = posted.conversation.id
        for number in range(messages):
            await self._say(conversation_id, f"message {number}")
        file = await attachments.upload(
            self.chat, ANN, conversation_id, IncomingFile("a.bin", "x/y", _bytes())
        )
        await self._say(conversation_id, "", file.id)
        if closed:
            await commands.close_conversation(self.chat, ANN, conversation_id)
        return conversation_id

    async def _say(self, conversation_id: str, text: str, *files: str) -> None:
        draft = Draft(self.chat.new_id(), text, attachment_ids=files)
        await posting.post_message(self.chat, ANN, conversation_id, draft)

    async def delete(self, conversation_id: str) -> int:
        """Into the trash; what names the deletion."""
        await trash.delete_conversation(self.chat, ANN, conversation_id)
        found = await self.chat.mongo.collection("deleted_conversations").find_one(
            {"_id": conversation_id}
        )
        assert found is not None
        return int(found["deletion"]["sequence"])

    async def due(self, conversation_id: str, deletion: int) -> None:
        """As trash says it."""

        async def said(tx: Transaction) -> None:
            await trash.begin_purge(self.chat, tx, "w1", conversation_id, deletion)

        await self.chat.mongo.transact(said)

    async def walk(self) -> None:
        """What the service does every second."""
        await trash.purge_due(self.chat, LEASE_SECONDS)

    async def said(self, conversation_id: str) -> list[int]:
        """The sequences of the events which say that it is purged."""
        rows = self.chat.mongo.collection("outbox").find({"routing_key": "conversation.purged.w1"})
        events = [json.loads(row["body"]) async for row in rows]
        return [e["sequence"] for e in events if e["subject"] == conversation_id]

    async def left(self) -> dict[str, int]:
        """How many documents there are, where there are any."""
        counts = {
            name: await self.chat.mongo.collection(name).count_documents({}) for name in COLLECTIONS
        }
        return {name: count for name, count in counts.items() if count}


async def _bytes() -> AsyncIterator[bytes]:
    yield b"x" * 300_000


@pytest.fixture
async def quiet(mongo_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Quiet]:
    monkeypatch.setattr(trash, "MESSAGES_AT_ONCE", AT_ONCE)
    mongo = Mongo(mongo_url)
    repository, storage = Repository(mongo), GridFs(mongo)
    outbox = Outbox(mongo, Publisher())
    async with running(mongo, repository, storage, outbox):
        yield Quiet(Chat(mongo, repository, storage, outbox))


async def test_nothing_is_left_and_of_others_everything(quiet: Quiet) -> None:
    kept = await quiet.conversation()
    before = await quiet.left()
    gone = await quiet.conversation(MESSAGES)
    deletion = await quiet.delete(gone)
    await quiet.due(gone, deletion)
    await quiet.walk()
    assert await quiet.left() == before
    assert (await quiet.said(gone), await quiet.said(kept)) == ([deletion + 1], [])
    row = await quiet.chat.mongo.collection("purges").find_one({"_id": gone})
    assert row is not None
    assert set(row) == {"_id", "workspace_id", "deletion", "sequence", "purged_at"}


async def due_and_walk(quiet: Quiet, conversation_id: str, deletion: int) -> None:
    await quiet.due(conversation_id, deletion)
    await quiet.walk()


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("part", "at"),
    [
        ("purges", "begin"),
        ("purges", "take"),
        ("uploads", "purgeable"),
        ("storage", "delete"),
        ("uploads", "purge"),
        ("purges", "keep"),
        ("messages", "purge"),
        ("purges", "end"),
        ("conversations", "remove"),
        ("outbox", "append"),
    ],
)
async def test_killed_at_any_step_it_is_purged_in_the_end_and_said_once(
    quiet: Quiet, part: str, at: str, when: str
) -> None:
    gone = await quiet.conversation(MESSAGES)
    deletion = await quiet.delete(gone)
    chat = quiet.chat
    owner: object = chat if part in ("storage", "outbox") else chat.repository
    whole = getattr(owner, part)
    # Frozen, because nothing but a test replaces a part.
    object.__setattr__(owner, part, Dies(whole, at, when))
    with pytest.raises(Killed):
        await due_and_walk(quiet, gone, deletion)
    object.__setattr__(owner, part, whole)
    await quiet.due(gone, deletion)

    async def is_said() -> bool:
        await quiet.walk()
        return bool(await quiet.said(gone))

    await eventually(is_said)
    assert await quiet.left() == {}
    assert await quiet.said(gone) == [deletion + 1]


async def test_asked_again_it_says_again_what_it_has_done(quiet: Quiet) -> None:
    gone = await quiet.conversation()
    deletion = await quiet.delete(gone)
    for _ in range(2):
        await quiet.due(gone, deletion)
        await quiet.walk()
    assert await quiet.said(gone) == [deletion + 1] * 2


async def test_what_is_unknown_is_purged(quiet: Quiet) -> None:
    await quiet.due("nobody-knows", 7)
    await quiet.walk()
    assert await quiet.said("nobody-knows") == [8]


async def test_what_is_not_meant_stays(quiet: Quiet) -> None:
    live, again = await quiet.conversation(), await quiet.conversation()
    deletion = await quiet.delete(again)
    await quiet.due(live, 99)
    await quiet.due(again, deletion - 1)
    await quiet.walk()
    assert await quiet.said(live) == await quiet.said(again) == []
    assert (await quiet.left())["deleted_conversations"] == 1


async def test_what_is_being_purged_cannot_be_restored(quiet: Quiet) -> None:
    gone = await quiet.conversation()
    deletion = await quiet.delete(gone)
    await quiet.due(gone, deletion)

    async def restored(tx: Transaction) -> None:
        await trash.restore(quiet.chat, tx, "w1", gone, deletion)

    await quiet.chat.mongo.transact(restored)
    with pytest.raises(refusals.NotFound):
        await quiet.chat.conversations.find("w1", gone)
    await quiet.walk()
    assert await quiet.left() == {}


async def test_it_waits_for_its_ticket_and_leaves_what_that_has(
    quiet: Quiet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "WAIT_SECONDS", 0.05)
    gone = await quiet.conversation(closed=True)
    wish = Wish("A vase", "acme")
    await conversions.request_conversion(quiet.chat, ANN, gone, wish)
    deletion = await quiet.delete(gone)
    await quiet.due(gone, deletion)
    before = await quiet.left()
    await quiet.walk()
    assert await quiet.left() == before

    async def answered(tx: Transaction) -> None:
        await conversions.record_ticket(quiet.chat, tx, "w1", gone, "t1", 1042)

    await quiet.chat.mongo.transact(answered)

    async def is_said() -> bool:
        await quiet.walk()
        return bool(await quiet.said(gone))

    await eventually(is_said)
    assert await quiet.left() == {"uploads": 1, "attachments.files": 1, "attachments.chunks": 2}
    [file] = await quiet.chat.mongo.collection("uploads").distinct("_id")
    found, content = await attachments.download_of_ticket(quiet.chat, ANN, "t1", file)
    assert len(b"".join([piece async for piece in content])) == found.size == 300_000
    await attachments.remove_unposted(quiet.chat)
    assert (await quiet.left())["uploads"] == 1
