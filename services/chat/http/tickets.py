"""Where conversations and tickets meet: the request for a ticket, and the files that both have."""

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from services.chat import views
from services.chat.domain.conversions import ConversationOpen
from services.chat.domain.tickets import Wish
from services.chat.http import files
from services.chat.http.requests import Agent, ServedChat
from services.chat.use_cases import attachments, conversions
from services.chat.use_cases.chat import author_of
from shared import problems
from shared.contracts import conversations as contracts
from shared.contracts.tickets import ConvertConversation

router = APIRouter(prefix="/api/v1")


@router.post(
    "/conversations/{conversation_id}/ticket",
    status_code=202,
    responses=problems.documented(ConversationOpen),
)
async def request_conversion(
    chat: ServedChat, agent: Agent, conversation_id: str, body: ConvertConversation
) -> contracts.Conversation:
    """Make a ticket of it; ``ticket`` says how far that has come."""
    wish = Wish(body.subject, body.company_id)
    after = await conversions.request_conversion(chat, agent, conversation_id, wish)
    return views.for_agent(after, author_of(agent))


@router.get(
    "/tickets/{ticket_id}/attachments/{attachment_id}",
    response_class=StreamingResponse,
    responses=files.DOWNLOAD,
)
async def download(
    chat: ServedChat, agent: Agent, ticket_id: str, attachment_id: str
) -> StreamingResponse:
    """A file of the conversation that has become this ticket."""
    found = await attachments.download_of_ticket(chat, agent, ticket_id, attachment_id)
    return files.response(*found)
