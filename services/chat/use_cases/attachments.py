"""Files: taken in while they stream, handed out, and removed when nobody posts them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from services.chat.domain import attachments, conversations
from services.chat.domain.attachments import Attachment
from services.chat.domain.trash import NoConversation
from services.chat.use_cases.chat import Chat, author_of
from shared import refusals
from shared.contracts.values import FILE_LIMIT_BYTES
from shared.identity import Principal

REMOVED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that is still on its way, with what its sender says of it."""

    name: str
    content_type: str
    content: AsyncIterator[bytes]


async def upload(
    chat: Chat, who: Principal, conversation_id: str, file: IncomingFile
) -> Attachment:
    """Store a file for a message to come.

    Raises ``NotFound``, ``ConversationClosed``, or ``TooLarge`` as soon as the limit is passed;
    then, and when the sender breaks off, nothing is left.
    """
    conversation = await chat.conversations.find(who.workspace_id, conversation_id)
    conversations.refuse_when_closed(conversation)
    upload_id = chat.new_id()
    await chat.uploads.announce(upload_id, conversation, author_of(who), chat.now())
    measured = _Measured(file.content)
    try:
        await chat.storage.write(upload_id, aiter(measured))
    except BaseException:
        await chat.uploads.forget(upload_id)
        raise
    attachment = Attachment(
        id=upload_id,
        name=attachments.file_name(file.name),
        size=measured.size,
        content_type=attachments.content_type(file.content_type, measured.beginning),
    )
    await chat.uploads.complete(who.workspace_id, attachment)
    await _refuse_when_gone(chat, who, conversation_id, upload_id)
    return attachment


async def download(
    chat: Chat, who: Principal, conversation_id: str, attachment_id: str
) -> tuple[Attachment, AsyncIterator[bytes]]:
    """What it is, and its content piece by piece. Raises ``NotFound``."""
    await chat.conversations.find(who.workspace_id, conversation_id)
    stored = await chat.uploads.find(who.workspace_id, conversation_id, attachment_id)
    if not stored.may_be_seen(author_of(who)):
        raise refusals.NotFound
    return stored.attachment, chat.storage.read(attachment_id)


async def download_of_ticket(
    chat: Chat, who: Principal, ticket_id: str, attachment_id: str
) -> tuple[Attachment, AsyncIterator[bytes]]:
    """As ``download``, by the ticket that the conversation has become; it may be gone itself."""
    stored = await chat.uploads.find_of_ticket(who.workspace_id, ticket_id, attachment_id)
    return stored.attachment, chat.storage.read(attachment_id)


async def _refuse_when_gone(
    chat: Chat, who: Principal, conversation_id: str, upload_id: str
) -> None:
    """What arrived after its conversation had gone, perhaps for good, goes too."""
    try:
        await chat.conversations.find(who.workspace_id, conversation_id)
    except NoConversation:
        await chat.storage.delete(upload_id)
        await chat.uploads.forget(upload_id)
        raise


async def remove_unposted(chat: Chat) -> None:
    """Forget the files that were not posted in time. Broken off, it goes on the next time: what
    is known of a file goes last.
    """
    latest = chat.now() - attachments.KEPT
    for upload_id in await chat.uploads.not_posted_since(latest, REMOVED_AT_ONCE):
        await chat.storage.delete(upload_id)
        await chat.uploads.forget(upload_id)


class _Measured:
    """Passes content on, knows its ``size`` and ``beginning``, and stops it at the limit."""

    def __init__(self, content: AsyncIterator[bytes]) -> None:
        self._content = content
        self.size = 0
        self.beginning = b""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._content:
            self.size += len(piece)
            if self.size > FILE_LIMIT_BYTES:
                raise refusals.TooLarge(limit_bytes=FILE_LIMIT_BYTES)
            if len(self.beginning) < attachments.SIGNATURE_BYTES:
                self.beginning += piece[: attachments.SIGNATURE_BYTES]
            yield piece
