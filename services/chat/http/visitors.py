"""What customers ask for: their own conversation and no other."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from services.chat import views
from services.chat.domain.attachments import UnknownAttachment
from services.chat.domain.conversations import (
    ClientIdTaken,
    ConversationClosed,
    ConversationConverted,
    TooManyTranscripts,
)
from services.chat.domain.messages import Draft
from services.chat.domain.people import Customer as Person
from services.chat.domain.trash import ConversationEnded
from services.chat.http import files, requests
from services.chat.http.requests import (
    Customer,
    OwnConversationId,
    OwnRoute,
    ServedChat,
    ThreadSpan,
)
from services.chat.use_cases import attachments, commands, posting, queries, starting, transcripts
from shared import problems
from shared.contracts import conversations as contracts
from shared.contracts.notifications import TranscriptWanted

router = APIRouter(
    prefix="/widget/v1",
    route_class=OwnRoute,
    responses=problems.documented(ConversationEnded),
)


@router.post("/conversations", status_code=201, responses=problems.documented(ClientIdTaken))
async def start_conversation(
    chat: ServedChat, customer: Customer, body: contracts.StartConversation, response: Response
) -> contracts.StartedConversation:
    """Write for the first time; 200 when it was started before."""
    person = Person(customer.id, body.name, body.email)
    draft = Draft(body.client_id, body.text)
    started, is_new = await starting.start_conversation(chat, customer.workspace_id, person, draft)
    response.status_code = 201 if is_new else 200
    return contracts.StartedConversation(
        conversation=views.for_customer(started.conversation),
        message=views.message(started.message),
    )


@router.get("/conversation")
async def get_conversation(
    chat: ServedChat, customer: Customer, own_id: OwnConversationId
) -> contracts.VisitorConversation:
    """The conversation."""
    return views.for_customer(await queries.get_conversation(chat, customer.workspace_id, own_id))


@router.get("/conversation/messages")
async def read_thread(
    chat: ServedChat, customer: Customer, own_id: OwnConversationId, span: ThreadSpan
) -> contracts.Messages:
    """Part of the thread."""
    return views.thread(await queries.read_thread(chat, customer.workspace_id, own_id, span))


@router.post(
    "/conversation/messages",
    status_code=201,
    responses={
        200: {"model": contracts.Message, "description": "It was posted before"},
        **problems.documented(ConversationClosed, ConversationConverted, UnknownAttachment),
    },
)
async def post_message(
    chat: ServedChat,
    customer: Customer,
    own_id: OwnConversationId,
    body: contracts.PostVisitorMessage,
    response: Response,
) -> contracts.Message:
    """Write; 200 when this was posted before."""
    draft = requests.draft(body)
    message, is_new = await posting.post_message(chat, customer, own_id, draft)
    response.status_code = 201 if is_new else 200
    return views.message(message)


@router.post("/conversation/read")
async def mark_read(
    chat: ServedChat, customer: Customer, own_id: OwnConversationId, body: contracts.MarkRead
) -> contracts.VisitorConversation:
    """Seen up to here, by the customer."""
    return views.for_customer(await commands.mark_read(chat, customer, own_id, body.seq))


@router.post("/conversation/close")
async def close_conversation(
    chat: ServedChat, customer: Customer, own_id: OwnConversationId
) -> contracts.VisitorConversation:
    """End it for both sides."""
    return views.for_customer(await commands.close_conversation(chat, customer, own_id))


@router.post(
    "/conversation/transcript",
    status_code=202,
    responses=problems.documented(TooManyTranscripts),
)
async def request_transcript(
    chat: ServedChat, customer: Customer, own_id: OwnConversationId, body: TranscriptWanted
) -> None:
    """Have it mailed to this address."""
    wanted = transcripts.Wanted(body.email, body.time_zone)
    await transcripts.request_transcript(chat, customer, own_id, wanted)


@router.post(
    "/conversation/attachments",
    status_code=201,
    max_body_size=files.BODY_COUNTED_HERE,
    openapi_extra=files.ONE_FILE,
    responses=problems.documented(ConversationClosed, ConversationConverted),
)
async def upload(
    chat: ServedChat, customer: Customer, own_id: OwnConversationId, request: Request
) -> contracts.Attachment:
    """Store a file for a message to come."""
    file = await files.receive(request)
    return views.attachment(await attachments.upload(chat, customer, own_id, file))


@router.get(
    "/conversation/attachments/{attachment_id}",
    response_class=StreamingResponse,
    responses=files.DOWNLOAD,
)
async def download(
    chat: ServedChat, customer: Customer, own_id: OwnConversationId, attachment_id: str
) -> StreamingResponse:
    """The file itself."""
    found = await attachments.download(chat, customer, own_id, attachment_id)
    return files.response(*found)
