"""What agents ask for: every conversation of their workspace."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.chat import views
from services.chat.domain.attachments import UnknownAttachment
from services.chat.domain.conversations import (
    ConversationClosed,
    ConversationConverted,
    NewerReply,
    Status,
    TooManyTranscripts,
)
from services.chat.http import files, requests
from services.chat.http.requests import Agent, ServedChat, ThreadSpan
from services.chat.use_cases import attachments, commands, posting, queries, transcripts, trash
from services.chat.use_cases.chat import author_of
from shared import problems
from shared.contracts import conversations as contracts
from shared.contracts.notifications import TranscriptWanted
from shared.contracts.values import Page

LIST_PAGE = 30
LONGEST_LIST_PAGE = 100
LONGEST_QUERY = 200

router = APIRouter(prefix="/api/v1/conversations")


@router.get("")
async def list_conversations(
    chat: ServedChat,
    agent: Agent,
    status: Status | None = None,
    q: Annotated[str | None, Query(max_length=LONGEST_QUERY)] = None,
    cursor: Annotated[str | None, Query(max_length=LONGEST_QUERY)] = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_LIST_PAGE)] = LIST_PAGE,
) -> Page[contracts.Conversation]:
    """Newest activity first; ``q`` looks in customers' names, addresses and in messages."""
    wanted = queries.Wanted(limit, status, q, cursor)
    rows, next_cursor = await queries.list_conversations(chat, agent.workspace_id, wanted)
    reader = author_of(agent)
    items = [views.for_agent(row, reader) for row in rows]
    return Page[contracts.Conversation](items=items, next_cursor=next_cursor)


@router.get("/counts")
async def count_conversations(chat: ServedChat, agent: Agent) -> contracts.Counts:
    """How many there are of each status."""
    return contracts.Counts(**await queries.count_conversations(chat, agent.workspace_id))


@router.get("/{conversation_id}")
async def get_conversation(
    chat: ServedChat, agent: Agent, conversation_id: str
) -> contracts.Conversation:
    """One conversation."""
    found = await queries.get_conversation(chat, agent.workspace_id, conversation_id)
    return views.for_agent(found, author_of(agent))


@router.delete("/{conversation_id}", status_code=204)
async def delete_conversation(chat: ServedChat, agent: Agent, conversation_id: str) -> None:
    """To the trash."""
    await trash.delete_conversation(chat, agent, conversation_id)


@router.get("/{conversation_id}/messages")
async def read_thread(
    chat: ServedChat, agent: Agent, conversation_id: str, span: ThreadSpan
) -> contracts.Messages:
    """Part of the thread."""
    thread = await queries.read_thread(chat, agent.workspace_id, conversation_id, span)
    return views.thread(thread)


@router.post(
    "/{conversation_id}/messages",
    status_code=201,
    responses={
        200: {"model": contracts.Message, "description": "It was posted before"},
        **problems.documented(
            ConversationClosed, ConversationConverted, NewerReply, UnknownAttachment
        ),
    },
)
async def post_message(
    chat: ServedChat,
    agent: Agent,
    conversation_id: str,
    body: contracts.PostMessage,
    response: Response,
) -> contracts.Message:
    """Reply; 200 when this was posted before."""
    draft = requests.draft(body)
    message, is_new = await posting.post_message(chat, agent, conversation_id, draft)
    response.status_code = 201 if is_new else 200
    return views.message(message)


@router.post("/{conversation_id}/read")
async def mark_read(
    chat: ServedChat, agent: Agent, conversation_id: str, body: contracts.MarkRead
) -> contracts.Conversation:
    """Seen up to here, by this agent."""
    after = await commands.mark_read(chat, agent, conversation_id, body.seq)
    return views.for_agent(after, author_of(agent))


@router.post("/{conversation_id}/close")
async def close_conversation(
    chat: ServedChat, agent: Agent, conversation_id: str
) -> contracts.Conversation:
    """End it for both sides."""
    after = await commands.close_conversation(chat, agent, conversation_id)
    return views.for_agent(after, author_of(agent))


@router.post(
    "/{conversation_id}/transcript",
    status_code=202,
    responses=problems.documented(TooManyTranscripts),
)
async def request_transcript(
    chat: ServedChat, agent: Agent, conversation_id: str, body: TranscriptWanted
) -> None:
    """Have it mailed to this address."""
    wanted = transcripts.Wanted(body.email, body.time_zone)
    await transcripts.request_transcript(chat, agent, conversation_id, wanted)


@router.post(
    "/{conversation_id}/attachments",
    status_code=201,
    max_body_size=files.BODY_COUNTED_HERE,
    openapi_extra=files.ONE_FILE,
    responses=problems.documented(ConversationClosed, ConversationConverted),
)
async def upload(
    chat: ServedChat, agent: Agent, conversation_id: str, request: Request
) -> contracts.Attachment:
    """Store a file for a message to come."""
    file = await files.receive(request)
    return views.attachment(await attachments.upload(chat, agent, conversation_id, file))


@router.get(
    "/{conversation_id}/attachments/{attachment_id}",
    response_class=StreamingResponse,
    responses=files.DOWNLOAD,
)
async def download(
    chat: ServedChat, agent: Agent, conversation_id: str, attachment_id: str
) -> StreamingResponse:
    """The file itself."""
    found = await attachments.download(chat, agent, conversation_id, attachment_id)
    return files.response(*found)
