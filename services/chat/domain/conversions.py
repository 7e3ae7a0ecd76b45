"""From a closed conversation to a ticket: closed → requested → created, or rejected and closed
as before. Answers to a request may come twice, late and out of order.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from services.chat.domain.conversations import Conversation
from services.chat.domain.people import Author
from services.chat.domain.tickets import Conversion, Wish
from shared import refusals

ANSWERED = timedelta(minutes=15)
"""How long an answer may take before the request is said again."""


class ConversationOpen(refusals.Conflict):
    """Only a closed conversation becomes a ticket."""

    slug, title = "conversation-open", "Close this conversation first"


def request(
    conversation: Conversation, wish: Wish, agent: Author, now: datetime, *, request_id: str
) -> Conversation:
    """Locked until there is an answer; the same object when it was requested before, whatever the
    wish, and not rejected. Raises ``ConversationOpen``.
    """
    if conversation.status != "closed":
        raise ConversationOpen
    if conversation.conversion and conversation.conversion.state != "rejected":
        return conversation
    return _with(conversation, Conversion(request_id, "requested", wish, agent, now))


def remind(conversation: Conversation, now: datetime) -> Conversation:
    """The same request said again; the same object while there is nothing to remind of."""
    waiting = conversation.conversion
    if waiting is None or waiting.state != "requested" or now - waiting.asked_at < ANSWERED:
        return conversation
    return _with(conversation, replace(waiting, asked_at=now))


def record(conversation: Conversation, ticket_id: str, number: int) -> Conversation:
    """It goes on as this ticket, for good; the same object when that is known.

    A ticket that exists counts, whatever was believed of the request.
    """
    asked = conversation.conversion
    if asked is None or asked.state == "created":
        return conversation
    created = replace(asked, state="created", ticket_id=ticket_id, number=number, reason=None)
    return _with(conversation, created)


def reject(conversation: Conversation, request_id: str, reason: str) -> Conversation:
    """Closed as before; the same object for an answer to anything but the request that waits."""
    asked = conversation.conversion
    if not is_waiting(conversation, request_id) or asked is None:
        return conversation
    return _with(conversation, replace(asked, state="rejected", reason=reason))


def is_waiting(conversation: Conversation, request_id: str) -> bool:
    """This very request has no answer yet."""
    asked = conversation.conversion
    return asked is not None and (asked.request_id, asked.state) == (request_id, "requested")


def _with(conversation: Conversation, conversion: Conversion) -> Conversation:
    return replace(conversation, version=conversation.version + 1, conversion=conversion)
