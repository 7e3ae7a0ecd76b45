"""Start, post, read, close: each one transaction, each repeatable without effect.

What a repeated command is answered with is read in a transaction too. Its commit waits until a
majority has what was read, as the first one's did; a plain read might not see it yet.
"""

from functools import partial

from services.chat import events, views
from services.chat.domain import conversations
from services.chat.domain.attachments import UnknownAttachment
from services.chat.domain.conversations import (
    Conversation,
    ConversationClosed,
    NewerReply,
    Posted,
)
from services.chat.domain.messages import Draft, Message
from services.chat.domain.people import Author, Customer
from services.chat.domain.trash import ConversationEnded
from services.chat.repository.messages import Span
from services.chat.use_cases.chat import Chat, author_of
from shared.identity import Principal
from shared.mongo import DuplicateKey, Transaction

MISSED = 200
"""How many missed messages a held reply is answered with."""


async def start_conversation(
    chat: Chat, workspace_id: str, customer: Customer, draft: Draft
) -> tuple[Posted, bool]:
    """The conversation with its first message, and whether it is new.

    Repeated under the same ``client_id`` it is the one that was started first. Raises
    ``ClientIdTaken`` when somebody else has started that one, ``ConversationEnded`` when it is in
    the trash.
    """

    async def attempt(tx: Transaction) -> Posted:
        if await chat.conversations.is_in_trash(workspace_id, draft.client_id, tx):
            raise ConversationEnded
        now = chat.now()
        posted = conversations.start(
            workspace_id,
            customer,
            draft,
            now,
            conversation_id=chat.new_id(),
            message_id=chat.new_id(),
        )
        await chat.conversations.add(posted.conversation, tx)
        await chat.messages.add(posted.message, tx)
        await chat.conversations.count(workspace_id, tx, active=1)
        await chat.outbox.append(tx, events.started(posted, now, chat.new_id()))
        return posted

    try:
        return await chat.mongo.transact(attempt, turn=workspace_id), True
    except DuplicateKey as duplicate:
        answer = partial(_started_before, chat, workspace_id, customer, draft, duplicate)
        return await chat.mongo.transact(answer), False


async def post_message(
    chat: Chat, who: Principal, conversation_id: str, draft: Draft
) -> tuple[Message, bool]:
    """The stored message, and whether it is new: a repeated ``client_id`` gives the first one.

    Raises ``NotFound``, ``ConversationClosed``, ``UnknownAttachment``, or ``NewerReply`` with
    the messages that were ``missed``.
    """
    author = author_of(who)

    async def attempt(tx: Transaction) -> Message:
        conversation = await chat.conversations.find(who.workspace_id, conversation_id, tx)
        posted = await _post(chat, conversation, author, draft, tx)
        return posted.message

    try:
        return await chat.mongo.transact(attempt, turn=conversation_id), True
    except (ConversationClosed, NewerReply, UnknownAttachment, DuplicateKey) as refusal:
        answer = partial(_posted_before, chat, who, conversation_id, draft, refusal)
        return await chat.mongo.transact(answer), False


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

    return await chat.mongo.transact(attempt, turn=conversation_id)


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

    return await chat.mongo.transact(attempt, turn=conversation_id)


async def _post(
    chat: Chat, conversation: Conversation, author: Author, draft: Draft, tx: Transaction
) -> Posted:
    uploads = await chat.uploads.among(conversation.workspace_id, draft.attachment_ids, tx)
    now = chat.now()
    posted = conversations.post(conversation, author, draft, uploads, now, message_id=chat.new_id())
    await chat.conversations.save(posted.conversation, tx)
    await chat.messages.add(posted.message, tx)
    await chat.uploads.post(posted.message, tx)
    await chat.outbox.append(tx, events.message_sent(posted, now, chat.new_id()))
    return posted


async def _started_before(
    chat: Chat,
    workspace_id: str,
    customer: Customer,
    draft: Draft,
    duplicate: DuplicateKey,
    tx: Transaction,
) -> Posted:
    """What was started under the draft's ``client_id``; raises ``duplicate`` when nothing was."""
    conversation = await chat.conversations.find_by_client_id(workspace_id, draft.client_id, tx)
    if conversation is None:
        raise duplicate
    conversations.refuse_stranger(conversation, customer)
    if conversation.deletion:
        raise ConversationEnded
    opening = Span(limit=1, after_seq=0)
    [message] = await chat.messages.page(workspace_id, conversation.id, opening, tx)
    return Posted(conversation, message)


async def _posted_before(
    chat: Chat,
    who: Principal,
    conversation_id: str,
    draft: Draft,
    refusal: Exception,
    tx: Transaction,
) -> Message:
    """What was posted under the draft's ``client_id``; raises the ``refusal`` when nothing was.

    What was acknowledged once stays so, whatever has happened to the conversation since.
    """
    workspace_id, author = who.workspace_id, author_of(who)
    stored = await chat.messages.find_by_client_id(
        workspace_id, conversation_id, author, draft.client_id, tx
    )
    if stored is not None:
        return stored
    if isinstance(refusal, NewerReply):
        unseen = Span(MISSED, after_seq=draft.last_seen_seq)
        missed = await chat.messages.page(workspace_id, conversation_id, unseen, tx)
        raise NewerReply(missed=[views.message(message) for message in missed])
    raise refusal
