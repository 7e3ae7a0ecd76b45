"""Read, close: each one transaction, each repeatable without effect."""

from services.chat import events
from services.chat.domain import conversations
from services.chat.domain.conversations import Conversation
from services.chat.use_cases.chat import Chat, author_of
from shared.identity import Principal
from shared.mongo import Transaction


async def mark_read(chat: Chat, who: Principal, conversation_id: str, seq: int) -> Conversation:
    """``who`` has seen the messages up to ``seq``. Raises ``NotFound``."""
    reader = author_of(who)

    async def attempt(tx: Transaction) -> Conversation:
        before = await chat.conversations.find(who.workspace_id, conversation_id, tx)
        after = conversations.mark_read(before, reader, seq)
        if after is not before:
            await chat.conversations.save(after, tx)
            event = events.read(after, reader, chat.now(), chat.new_id())
            await chat.outbox.append(tx, event)
        return after

    return await chat.mongo.transact(attempt, turns=[conversation_id])


async def close_conversation(chat: Chat, who: Principal, conversation_id: str) -> Conversation:
    """Ended for both sides; a second time changes nothing. Raises ``NotFound``."""
    closer = author_of(who)

    async def attempt(tx: Transaction) -> Conversation:
        before = await chat.conversations.find(who.workspace_id, conversation_id, tx)
        now = chat.now()
        after = conversations.close(before, closer, now)
        if after is not before:
            await chat.conversations.save(after, tx)
            await chat.conversations.count(who.workspace_id, tx, active=-1, closed=1)
            await chat.outbox.append(tx, events.closed(after, closer, now, chat.new_id()))
        return after

    return await chat.mongo.transact(attempt, turns=[conversation_id])
