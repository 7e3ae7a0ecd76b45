"""Post a message: repeatable without effect."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from services.chat.domain.people import Author
from services.chat.domain.trash import NoConversation
from services.chat.repository.messages import Span
from services.chat.use_cases import together
from services.chat.use_cases.chat import Chat, author_of
from services.chat.use_cases.together import Command
from shared import refusals, telemetry
from shared.contracts.conversation_events import MessageSent
from shared.contracts.events import Event
from shared.identity import Principal
from shared.mongo import DuplicateKey, Transaction

MISSED = 200
"""How many missed messages a held reply is answered with."""


@dataclass(frozen=True, slots=True)
class Post(Command):
    """What somebody wants to be posted. It changes the conversation alone."""

    conversation_id: str
    author: Author

    @property
    def turn(self) -> str:
        return self.conversation_id


async def post_message(
    chat: Chat, who: Principal, conversation_id: str, draft: Draft
) -> tuple[Message, bool]:
    """The stored message, and whether it is new: a repeated ``client_id`` gives the first one.

    Raises ``NotFound``, ``ConversationClosed``, ``UnknownAttachment``, or ``NewerReply`` with
    the messages that were ``missed``.
    """
    post = Post(who.workspace_id, draft, conversation_id, author_of(who))
    attempt = partial(_post_all, chat, who.workspace_id)
    try:
        return await together.do(chat.mongo, chat.posts, post, attempt), True
    except (ConversationClosed, NewerReply, UnknownAttachment, DuplicateKey) as refusal:
        answer = partial(_posted_before, chat, post, refusal)
        return await chat.mongo.transact(answer), False


async def _post_all(
    chat: Chat, workspace_id: str, posts: Sequence[Post], tx: Transaction
) -> Sequence[Message | Exception]:
    """Each finds its conversation as the one before has left it."""
    ids = {post.conversation_id for post in posts}
    found = await chat.conversations.among(workspace_id, ids, tx)
    answers: list[Message | Exception] = []
    said: list[Event[MessageSent]] = []
    for post in posts:
        try:
            posted = await _post(chat, found.get(post.conversation_id), post, tx)
        except refusals.Refusal as refusal:
            answers.append(refusal)
            continue
        found[post.conversation_id] = posted.conversation
        answers.append(posted.message)
        with telemetry.following(post.traceparent):
            said.append(events.message_sent(posted, posted.message.sent_at, chat.new_id()))
    messages = [answer for answer in answers if isinstance(answer, Message)]
    if messages:
        changed = {message.conversation_id for message in messages}
        await chat.conversations.save_all([found[id_] for id_ in changed], tx)
        await chat.messages.add(messages, tx)
        await chat.outbox.append(tx, *said)
    return answers


async def _post(
    chat: Chat, conversation: Conversation | None, post: Post, tx: Transaction
) -> Posted:
    if conversation is None:
        raise NoConversation
    wanted = post.draft.attachment_ids
    uploads = await chat.uploads.among(conversation.workspace_id, wanted, tx)
    now, message_id = chat.now(), chat.new_id()
    posted = conversations.post(
        conversation, post.author, post.draft, uploads, now, message_id=message_id
    )
    await chat.uploads.post(posted.message, tx)
    return posted


async def _posted_before(chat: Chat, post: Post, refusal: Exception, tx: Transaction) -> Message:
    """What was posted under the draft's ``client_id``; raises the ``refusal`` when nothing was.

    What was acknowledged once stays so, whatever has happened to the conversation since. It is read
    in a transaction, whose commit waits until a majority has it, as the first one's did.
    """
    workspace_id, conversation_id, draft = post.workspace_id, post.conversation_id, post.draft
    stored = await chat.messages.find_by_client_id(
        workspace_id, conversation_id, post.author, draft.client_id, tx
    )
    if stored is not None:
        return stored
    if isinstance(refusal, NewerReply):
        unseen = Span(MISSED, after_seq=draft.last_seen_seq)
        missed = await chat.messages.page(workspace_id, conversation_id, unseen, tx)
        raise NewerReply(missed=[views.message(message) for message in missed])
    raise refusal
