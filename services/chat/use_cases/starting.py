"""Start a conversation: repeatable without effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from services.chat import events
from services.chat.domain import conversations
from services.chat.domain.conversations import Posted
from services.chat.domain.messages import Draft
from services.chat.domain.people import Customer
from services.chat.domain.trash import ConversationEnded
from services.chat.repository.messages import Span
from services.chat.use_cases import together
from services.chat.use_cases.chat import Chat
from services.chat.use_cases.together import Command
from shared import telemetry
from shared.contracts.conversation_events import ConversationStarted
from shared.contracts.events import Event
from shared.mongo import DuplicateKey, Transaction


@dataclass(frozen=True, slots=True)
class Start(Command):
    """What a customer wants to begin with. All starts of a workspace change its counts."""

    customer: Customer


async def start_conversation(
    chat: Chat, workspace_id: str, customer: Customer, draft: Draft
) -> tuple[Posted, bool]:
    """The conversation with its first message, and whether it is new.

    Repeated under the same ``client_id`` it is the one that was started first. Raises
    ``ClientIdTaken`` when somebody else has started that one, ``ConversationEnded`` when it is in
    the trash.
    """
    start = Start(workspace_id, draft, customer)
    attempt = partial(_start_all, chat, workspace_id)
    try:
        return await together.do(chat.mongo, chat.starts, start, attempt), True
    except DuplicateKey as duplicate:
        answer = partial(_started_before, chat, start, duplicate)
        return await chat.mongo.transact(answer), False


async def _start_all(
    chat: Chat, workspace_id: str, starts: Sequence[Start], tx: Transaction
) -> Sequence[Posted | Exception]:
    client_ids = [start.draft.client_id for start in starts]
    trashed = await chat.conversations.in_trash(workspace_id, client_ids, tx)
    answers: list[Posted | Exception] = []
    said: list[Event[ConversationStarted]] = []
    for start in starts:
        if start.draft.client_id in trashed:
            answers.append(ConversationEnded())
            continue
        posted = _start(chat, start)
        answers.append(posted)
        with telemetry.following(start.traceparent):
            said.append(events.started(posted, posted.message.sent_at, chat.new_id()))
    if started := [answer for answer in answers if isinstance(answer, Posted)]:
        await chat.conversations.add([posted.conversation for posted in started], tx)
        await chat.messages.add([posted.message for posted in started], tx)
        await chat.conversations.count(workspace_id, tx, active=len(started))
        await chat.outbox.append(tx, *said)
    return answers


def _start(chat: Chat, start: Start) -> Posted:
    return conversations.start(
        start.workspace_id,
        start.customer,
        start.draft,
        chat.now(),
        conversation_id=chat.new_id(),
        message_id=chat.new_id(),
    )


async def _started_before(
    chat: Chat, start: Start, duplicate: DuplicateKey, tx: Transaction
) -> Posted:
    """What was started under the draft's ``client_id``; raises ``duplicate`` when nothing was.

    It is read in a transaction, whose commit waits until a majority has it, as the first one's did;
    a plain read might not see it yet.
    """
    workspace_id = start.workspace_id
    conversation = await chat.conversations.find_by_client_id(
        workspace_id, start.draft.client_id, tx
    )
    if conversation is None:
        raise duplicate
    conversations.refuse_stranger(conversation, start.customer)
    if conversation.deletion:
        raise ConversationEnded
    opening = Span(limit=1, after_seq=0)
    [message] = await chat.messages.page(workspace_id, conversation.id, opening, tx)
    return Posted(conversation, message)
