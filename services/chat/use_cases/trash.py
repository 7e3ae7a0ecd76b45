"""Into the trash, back from it, and out of the world.

What is heard from ``services/trash`` takes the transaction of the inbox. A purge is heard first
and walked later, in steps that may each be done again: files, messages, the conversation itself
(docs/trash.md).
"""

import asyncio
from functools import partial

from services.chat import events
from services.chat.domain import deletions
from services.chat.domain.conversations import Conversation
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
PAUSE_SECONDS = 0.01
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

    await chat.mongo.transact(attempt, turn=conversation_id)


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


async def purge_due(chat: Chat) -> None:
    """Walk every purge that is due to the end. Broken off anywhere, it goes on the next time."""
    while purge := await chat.purges.take(LEASE_SECONDS):
        await _walk(chat, purge)
        await asyncio.sleep(PAUSE_SECONDS)


async def _walk(chat: Chat, purge: Purge) -> None:
    found = await chat.mongo.transact(partial(_find, chat, purge))
    if found and deletions.has_to_wait(found):
        return await chat.purges.keep(purge, WAIT_SECONDS)
    await _purge_files(chat, purge)
    await _purge_messages(chat, purge)
    await chat.mongo.transact(partial(_end, chat, purge))
    _log.info("purged", conversation_id=purge.conversation_id)
    return None


async def _find(chat: Chat, purge: Purge, tx: Transaction) -> Conversation | None:
    return await chat.conversations.find_anywhere(purge.workspace_id, purge.conversation_id, tx)


async def _purge_files(chat: Chat, purge: Purge) -> None:
    """The blob before what is known of it: a blob that nobody knows of would stay for ever."""
    for upload_id in await chat.uploads.purgeable(purge.workspace_id, purge.conversation_id):
        await chat.storage.delete(upload_id)
        await chat.uploads.purge(purge.workspace_id, upload_id)
        await _go_on(chat, purge)


async def _purge_messages(chat: Chat, purge: Purge) -> None:
    workspace_id, conversation_id = purge.workspace_id, purge.conversation_id
    while await chat.messages.purge(workspace_id, conversation_id, MESSAGES_AT_ONCE):
        await _go_on(chat, purge)


async def _go_on(chat: Chat, purge: Purge) -> None:
    """Renew the lease, and let others pass."""
    await chat.purges.keep(purge, LEASE_SECONDS)
    await asyncio.sleep(PAUSE_SECONDS)


async def _end(chat: Chat, purge: Purge, tx: Transaction) -> None:
    """The conversation itself and the event that says so, together and once."""
    now = chat.now()
    found = await _find(chat, purge, tx)
    sequence = (found.version if found else purge.deletion) + 1
    if not await chat.purges.end(purge, sequence, now, tx):
        return
    if found:
        await chat.conversations.remove(found, tx)
    await chat.outbox.append(tx, events.purged(purge, sequence, now, chat.new_id()))
