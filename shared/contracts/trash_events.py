"""What ``services/trash`` says to ``services/chat``.

The subject is the conversation; ``sequence`` counts what trash has said of it. ``deletion`` is the
``sequence`` of the ``conversation.deleted`` that is meant: of one deletion either a restore is
requested or a purge is due, never both, and a conversation that was deleted anew is not meant.
No socket carries these.
"""

from typing import ClassVar

from shared.contracts.events import Fact
from shared.contracts.people import Person


class RestoreRequested(Fact):
    """An agent wants it back. Said again while there is no ``conversation.restored``."""

    event_type: ClassVar[str] = "trash.restore_requested.v1"
    deletion: int
    requested_by: Person


class PurgeDue(Fact):
    """Nobody may have it back. Said again while there is no ``conversation.purged``."""

    event_type: ClassVar[str] = "trash.purge_due.v1"
    can_wait: ClassVar[bool] = True
    deletion: int
