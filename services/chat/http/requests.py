"""What routes are given: the service, the caller, and parameters as domain values."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.routing import APIRoute

from services.chat.domain.messages import Draft
from services.chat.domain.trash import ConversationEnded, NoConversation
from services.chat.repository.messages import Span
from services.chat.use_cases.chat import Chat
from shared import identity, refusals
from shared.contracts.conversations import PostVisitorMessage
from shared.identity import Principal

THREAD_PAGE = 50
LONGEST_THREAD_PAGE = 200
LARGEST_SEQ = 2**53


async def _chat(request: Request) -> Chat:
    chat: Chat = request.app.state.chat
    return chat


ServedChat = Annotated[Chat, Depends(_chat)]
Agent = Annotated[Principal, Depends(identity.agent)]
Customer = Annotated[Principal, Depends(identity.customer)]


async def _own_conversation_id(customer: Customer) -> str:
    """The only conversation that a customer reaches."""
    if customer.conversation_id is None:
        raise refusals.NotFound
    return customer.conversation_id


class OwnRoute(APIRoute):
    """Tells a customer when their conversation is no more."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_own(request: Request) -> Response:
            try:
                return await handle(request)
            except NoConversation:
                raise ConversationEnded from None

        return handle_own


OwnConversationId = Annotated[str, Depends(_own_conversation_id)]

_Seq = Annotated[int | None, Query(ge=0, le=LARGEST_SEQ)]


async def _thread_span(
    after_seq: _Seq = None,
    before_seq: _Seq = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_THREAD_PAGE)] = THREAD_PAGE,
) -> Span:
    return Span(limit, after_seq, before_seq)


ThreadSpan = Annotated[Span, Depends(_thread_span)]


def draft(body: PostVisitorMessage) -> Draft:
    """What ``body`` wants to be said."""
    return Draft(**body.model_dump())
