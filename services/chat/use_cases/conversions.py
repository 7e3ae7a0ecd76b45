"""From a closed conversation to a ticket. An agent's request is said to ``services/tickets``, which
asks for the transcript part by part and answers in the end (docs/conversion.md).

What is heard takes the transaction of the inbox; a conversation that is gone is nobody's loss. One
that is in the trash goes on to its ticket all the same.
"""

from collections.abc import Sequence
from functools import partial

from services.chat import events, views
from services.chat.domain import conversions
from services.chat.domain.conversations import Conversation
from services.chat.domain.tickets import Wish
from services.chat.repository.messages import Span
from services.chat.use_cases.chat import Chat, author_of
from shared.contracts.conversations import Message
from shared.contracts.ticket_events import ConversionRejected
from shared.contracts.transcript_events import TranscriptPartWanted
from shared.identity import Principal
from shared.mongo import Transaction

PART_BYTES = 256 * 1024
"""How large the messages of one part may be as JSON; always one message at least."""
PART_MESSAGES = 250
REMINDED_AT_ONCE = 100


async def request_conversion(
    chat: Chat, who: Principal, conversation_id: str, wish: Wish
) -> Conversation:
    """Locked and asked for; a second time changes nothing. Raises ``NotFound``,
    ``ConversationOpen``.
    """
    agent = author_of(who)

    async def attempt(tx: Transaction) -> Conversation:
        before = await chat.conversations.find(who.workspace_id, conversation_id, tx)
        request_id = chat.new_id()
        after = conversions.request(before, wish, agent, chat.now(), request_id=request_id)
        await _ask(chat, tx, before, after)
        return after

    return await chat.mongo.transact(attempt, turns=[conversation_id])


async def remind(chat: Chat) -> None:
    """Say the requests again that had no answer for long: the answer, or the request, may have
    ended as a dead letter.
    """
    latest = chat.now() - conversions.ANSWERED
    for waiting in await chat.conversations.asked_before(latest, REMINDED_AT_ONCE):
        await chat.mongo.transact(partial(_remind, chat, *waiting), turns=[waiting[1]])


async def record_ticket(
    chat: Chat,
    tx: Transaction,
    workspace_id: str,
    conversation_id: str,
    ticket_id: str,
    number: int,
) -> None:
    """The conversation goes on as this ticket."""
    before = await chat.conversations.find_anywhere(workspace_id, conversation_id, tx)
    if before is None:
        return
    after = conversions.record(before, ticket_id, number)
    if after is before or (ticket := views.ticket(after.conversion)) is None:
        return
    await chat.conversations.save(after, tx)
    await chat.uploads.share(after, ticket_id, tx)
    await chat.outbox.append(tx, events.converted(after, ticket, chat.now(), chat.new_id()))


async def record_rejection(
    chat: Chat, tx: Transaction, workspace_id: str, rejected: ConversionRejected
) -> None:
    """There will be no ticket from this request."""
    before = await chat.conversations.find_anywhere(workspace_id, rejected.conversation_id, tx)
    if before is None:
        return
    after = conversions.reject(before, rejected.request_id, rejected.reason)
    if after is before or (ticket := views.ticket(after.conversion)) is None:
        return
    await chat.conversations.save(after, tx)
    event = events.conversion_failed(after, ticket, chat.now(), chat.new_id())
    await chat.outbox.append(tx, event)


async def send_part(
    chat: Chat, tx: Transaction, workspace_id: str, wanted: TranscriptPartWanted
) -> None:
    """Send the wanted part of the transcript, while its request waits for an answer."""
    found = await chat.conversations.find_anywhere(workspace_id, wanted.conversation_id, tx)
    if found is None or not conversions.is_waiting(found, wanted.request_id):
        return
    span = Span(PART_MESSAGES, after_seq=wanted.after_seq)
    following = await chat.messages.page(workspace_id, found.id, span, tx)
    part = fitting([views.message(message) for message in following])
    if part:
        event = events.transcript_part_sent(found, wanted, part, chat.now(), chat.new_id())
        await chat.outbox.append(tx, event)


def fitting(messages: Sequence[Message], limit_bytes: int = PART_BYTES) -> list[Message]:
    """The first of ``messages``, as many as ``limit_bytes`` of JSON hold, at least one."""
    part: list[Message] = []
    size = 0
    for message in messages:
        size += len(message.model_dump_json())
        if part and size > limit_bytes:
            break
        part.append(message)
    return part


async def _remind(chat: Chat, workspace_id: str, conversation_id: str, tx: Transaction) -> None:
    before = await chat.conversations.find_anywhere(workspace_id, conversation_id, tx)
    if before is not None:
        await _ask(chat, tx, before, conversions.remind(before, chat.now()))


async def _ask(chat: Chat, tx: Transaction, before: Conversation, after: Conversation) -> None:
    """Save ``after`` and say its request, if it is news."""
    if after is before or after.conversion is None:
        return
    await chat.conversations.save(after, tx)
    event = events.conversion_requested(after, after.conversion, chat.now(), chat.new_id())
    await chat.outbox.append(tx, event)
