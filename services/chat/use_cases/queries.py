"""What can be asked about conversations; nothing here changes anything."""

from dataclasses import dataclass

from prometheus_client import Counter

from services.chat.domain.conversations import Conversation, Status
from services.chat.domain.messages import Message
from services.chat.repository import conversations, cursor, search
from services.chat.repository.messages import Span
from services.chat.use_cases.chat import Chat
from shared.mongo import Document

CATCH_UPS = Counter(
    "parley_catch_ups_total",
    "Threads read from a message on, as pages do that were away, by what they had missed: "
    "nothing, some (all of it in this answer), or a page of it (there may be more).",
    ["missed"],
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the list. ``status`` None: both. ``query`` None: all."""

    limit: int
    status: Status | None = None
    query: str | None = None
    cursor: str | None = None


async def list_conversations(
    chat: Chat, workspace_id: str, wanted: Wanted
) -> tuple[list[Conversation], str | None]:
    """One page, newest activity first, and the cursor of the next one.

    A row that moves while it is paged through moves to the front: no page shows it twice. Raises
    ``Invalid`` for a cursor that no page was answered with.
    """
    after = cursor.parse(wanted.cursor) if wanted.cursor else None
    found = None
    if wanted.query and wanted.query.strip():
        found = await _found(chat, workspace_id, wanted.query)
    statuses = (wanted.status,) if wanted.status else conversations.STATUSES
    # One row more than asked for tells whether there is a next page.
    rows = await chat.conversations.page(
        workspace_id, statuses, wanted.limit + 1, after=after, found=found
    )
    page = rows[: wanted.limit]
    return page, str(cursor.after(page[-1])) if len(rows) > len(page) else None


async def _found(chat: Chat, workspace_id: str, query: str) -> Document:
    said = search.words_of(query)[: search.WORDS]
    saying = await chat.messages.conversations_saying(workspace_id, said)
    return conversations.matching(search.words(query), saying)


async def count_conversations(chat: Chat, workspace_id: str) -> dict[Status, int]:
    """How many there are of each status."""
    return await chat.conversations.counts(workspace_id)


async def get_conversation(chat: Chat, workspace_id: str, conversation_id: str) -> Conversation:
    """Raises ``NotFound``."""
    return await chat.conversations.find(workspace_id, conversation_id)


async def read_thread(
    chat: Chat, workspace_id: str, conversation_id: str, span: Span
) -> list[Message]:
    """That part of the thread, ascending. Raises ``NotFound``."""
    await chat.conversations.find(workspace_id, conversation_id)
    found = await chat.messages.page(workspace_id, conversation_id, span)
    if span.after_seq is not None:
        CATCH_UPS.labels(_missed(span, len(found))).inc()
    return found


def _missed(span: Span, count: int) -> str:
    if count == 0:
        return "nothing"
    return "some" if count < span.limit else "page"
