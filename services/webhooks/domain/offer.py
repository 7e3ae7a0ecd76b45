"""Which events other teams may be told of: what chat and tickets tell agents of conversations and
tickets. What services ask of one another, rosters and presence are nobody else's.
"""

from typing import ClassVar

from pydantic import ConfigDict

from shared import refusals
from shared.contracts import conversation_events, ticket_events
from shared.contracts.conversation_events import ConversationPurged
from shared.contracts.events import Fact
from shared.contracts.schema import AGENT_FACTS

_NOUNS = (conversation_events.__name__, ticket_events.__name__)
OFFERED = tuple(fact.event_type for fact in AGENT_FACTS if fact.__module__ in _NOUNS)


class Unread(Fact):
    """What an event tells, passed on with all its fields, also those of a newer version."""

    model_config = ConfigDict(extra="allow")
    event_type: ClassVar[str]


def _unread(event_type: str) -> type[Unread]:
    return type("Unread", (Unread,), {"__doc__": Unread.__doc__, "event_type": event_type})


HEARD = {event_type: _unread(event_type) for event_type in OFFERED}
PURGED = ConversationPurged.event_type


def require(event_types: list[str]) -> None:
    """Raises ``Invalid`` for a type that is not offered."""
    if unknown := [wanted for wanted in event_types if wanted not in OFFERED]:
        raise refusals.Invalid(f"These are not offered: {', '.join(unknown)}.")
