"""What routes are given: the service, the caller, and parameters as domain values."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Query, Request

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


async def _own_conversation_id(customer: Customer) -> AsyncIterator[str]:
    """The only conversation that a customer reaches; they are told when it is no more."""
    if customer.conversation_id is None:
        raise refusals.NotFound
    try:
        yield customer.conversation_id
    except NoConversation:
        raise ConversationEnded from None


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
