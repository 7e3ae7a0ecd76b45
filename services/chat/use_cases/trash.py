"""Into the trash, back from it, and out of the world.

What is heard from ``services/trash`` takes the transaction of the inbox. A purge is heard first
and walked later, in steps that may each be done again: files, messages, the conversation itself
(docs/trash.md).
"""

import asyncio
from dataclasses import dataclass
from functools import partial

from services.chat import events
from services.chat.domain import deletions
from services.chat.domain.trash import Purge
from services.chat.use_cases.chat import Chat, author_of
from shared import telemetry
from shared.identity import Principal
from shared.mongo import Transaction

LEASE_SECONDS = 60.0
"""Longer than any step takes, so that no other replica takes the same purge meanwhile."""
WAIT_SECONDS = 30.0
"""How long a purge waits for the answer to a request to convert, before it looks again."""
MESSAGES_AT_ONCE = 200
PAUSE_SECONDS = 0.03
"""After every step: what is purged has time, messages have none."""

_log = telemetry.logger(__name__)


async def delete_conversation(chat: Chat, who: Principal, conversation_id: str) -> None:
    """Put it into the trash, for both sides. Raises ``NoConversation``, the second time too."""
    agent = author_of(who)

    async def attempt(tx: Transaction) -> None:
        before = await chat.conversations.find(who.workspace_id, conversation_id, tx)
        now = chat.now()
        after = deletions.delete(before, agent, now)
        await chat.conversations.move(before, after, tx)
        await chat.outbox.append(tx, events.deleted(after, agent, now, chat.new_id()))
        await chat.conversations.count(who.workspace_id, tx, **{before.status: -1})

    await chat.mongo.transact(attempt, turns=[conversation_id])


async def restore(
    chat: Chat, tx: Transaction, workspace_id: str, conversation_id: str, deletion: int
) -> None:
    """Bring it back from that very deletion; one that is back already is said to be."""
    before = await chat.conversations.find_anywhere(workspace_id, conversation_id, tx)
    if before is None or await chat.purges.find(workspace_id, conversation_id, tx):
        return
    after = deletions.restore(before, deletion)
    if after is before:
        return
    await chat.conversations.move(before, after, tx)
    await chat.outbox.append(tx, events.restored(after, chat.now(), chat.new_id()))
    if before.deletion:
        await chat.conversations.count(workspace_id, tx, **{after.status: 1})


async def begin_purge(
    chat: Chat, tx: Transaction, workspace_id: str, conversation_id: str, deletion: int
) -> None:
    """Have it purged, if it is in the trash by that very deletion, or gone without a trace; where
    it was purged before, say so again.
    """
    if known := await chat.purges.find(workspace_id, conversation_id, tx):
        if known.sequence is not None and known.purged_at is not None:
            said = events.purged(known, known.sequence, known.purged_at, chat.new_id())
            await chat.outbox.append(tx, said)
        return
    found = await chat.conversations.find_anywhere(workspace_id, conversation_id, tx)
    if found is None or deletions.may_be_purged(found, deletion):
        await chat.purges.begin(Purge(conversation_id, workspace_id, deletion), tx)


async def purge_due(chat: Chat, lease_seconds: float = LEASE_SECONDS) -> None:
    """Walk every purge that is due to the end. Broken off anywhere, it goes on once its lease has
    run out.
    """
    while purge := await chat.purges.take(lease_seconds):
        await _walk(_Walk(chat, purge, lease_seconds))
        await asyncio.sleep(PAUSE_SECONDS)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One purge, while its lease is held."""

    chat: Chat
    purge: Purge
    lease_seconds: float

    @property
    def what(self) -> tuple[str, str]:
        """Workspace and conversation."""
        return self.purge.workspace_id, self.purge.conversation_id

    async def go_on(self) -> None:
        """Renew the lease, and let others pass."""
        await self.chat.purges.keep(self.purge, self.lease_seconds)
        await asyncio.sleep(PAUSE_SECONDS)


async def _walk(walk: _Walk) -> None:
    chat, purge = walk.chat, walk.purge
    # Decided to be purged, it stays there until it is gone.
    found = await chat.conversations.find_in_trash(*walk.what)
    if found and deletions.has_to_wait(found):
        return await chat.purges.keep(purge, WAIT_SECONDS)
    await _purge_files(walk)
    await _purge_messages(walk)
    await asyncio.sleep(PAUSE_SECONDS)
    await chat.mongo.transact(partial(_end, walk))
    _log.info("purged", conversation_id=purge.conversation_id)
    return None


async def _purge_files(walk: _Walk) -> None:
    """The blob before what is known of it: a blob that nobody knows of would stay for ever."""
    chat = walk.chat
    for upload_id in await chat.uploads.purgeable(*walk.what):
        await chat.storage.delete(upload_id)
        await chat.uploads.purge(walk.purge.workspace_id, upload_id)
        await walk.go_on()


async def _purge_messages(walk: _Walk) -> None:
    while await walk.chat.messages.purge(*walk.what, MESSAGES_AT_ONCE):
        await walk.go_on()


async def _end(walk: _Walk, tx: Transaction) -> None:
    """The conversation itself and the event that says so, together and once."""
    chat, purge, now = walk.chat, walk.purge, walk.chat.now()
    found = await chat.conversations.find_in_trash(*walk.what, tx)
    sequence = (found.version if found else purge.deletion) + 1
    if not await chat.purges.end(purge, sequence, now, tx):
        return
    if found:
        await chat.conversations.remove(found, tx)
    await chat.outbox.append(tx, events.purged(purge, sequence, now, chat.new_id()))
