"""Into the trash and back: everything else of a conversation stays as it is meanwhile.

Whether a deleted conversation is restored or purged is decided by ``services/trash``, which names
the deletion that it means; what it says may come twice, late and out of order.
"""

from dataclasses import replace
from datetime import datetime

from services.chat.domain.conversations import Conversation
from services.chat.domain.people import Author
from services.chat.domain.trash import Deletion


def delete(conversation: Conversation, agent: Author, now: datetime) -> Conversation:
    """In the trash, whatever its status, and whether or not it becomes a ticket."""
    version = conversation.version + 1
    return replace(conversation, version=version, deletion=Deletion(agent, now, version))


def restore(conversation: Conversation, deletion: int) -> Conversation:
    """Back as it was. Said again of one that is back, it is news once more, because the answer
    may have been lost; the same object where another deletion is meant.
    """
    deleted = conversation.deletion
    is_meant = deleted.sequence == deletion if deleted else conversation.version > deletion
    if not is_meant:
        return conversation
    return replace(conversation, version=conversation.version + 1, deletion=None)


def may_be_purged(conversation: Conversation, deletion: int) -> bool:
    """It is in the trash by this very deletion."""
    return conversation.deletion is not None and conversation.deletion.sequence == deletion


def has_to_wait(conversation: Conversation) -> bool:
    """Whether it becomes a ticket is not known yet, and a ticket needs its messages and files."""
    return conversation.conversion is not None and conversation.conversion.state == "requested"
