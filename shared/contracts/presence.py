"""Who is where: agents at conversations, customers at their widget, the team at its consoles."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.events import Fact
from shared.contracts.people import Person
from shared.contracts.values import Id, Timestamp, Wire

Activity = Literal["viewing", "replying"]
Availability = Literal["online", "away"]

REPORT_KEY = "presence.report"
"""Where gateways say their reports, on the ephemeral exchange."""

TEAM_PATH = "/api/v1/team"
"""Where the gateway asks ``services/presence`` for a ``Team``; not a public route."""

REPEAT_SECONDS = 5
"""How often a client repeats its presence frame while nothing changes."""

TYPING_SECONDS = 6
"""How long a client shows that a customer types, unless it is told so again."""


class PresentAgent(Person):
    """An agent at a conversation; whoever replies in one tab and views in another replies."""

    activity: Activity


class PresentCustomer(Wire):
    """Whether the customer's widget is connected, and when it was known to be so for the last
    time; ``last_seen_at`` is null when it never was. While ``is_online`` it is connected now.
    """

    is_online: bool
    last_seen_at: Timestamp | None


class PresenceChanged(Fact):
    """Who is at a conversation now: the whole set, so that a lost event heals with the next.

    Of two with the same subject the one with the higher ``sequence`` is newer; it grows, not by
    ones.
    """

    event_type: ClassVar[str] = "presence.changed.v1"
    conversation_id: Id
    agents: list[PresentAgent]
    customer: PresentCustomer


class ConversationPresence(Wire):
    """Who is at a conversation. ``version`` is the ``sequence`` of the newest event about it."""

    conversation_id: Id
    version: int
    agents: list[PresentAgent]
    customer: PresentCustomer


class Presences(Wire):
    """Every conversation of the workspace where an agent or the customer is now."""

    items: list[ConversationPresence]


class TeamChanged(Fact):
    """Which agents of the workspace (``subject``) customers can reach now: connected somewhere,
    and not away by their own choice. The whole set; ``sequence`` as in ``PresenceChanged``.
    """

    event_type: ClassVar[str] = "presence.team_changed.v1"
    online_agent_ids: list[Id]


class Team(Wire):
    """Which agents customers can reach now."""

    version: int
    online_agent_ids: list[Id]


class CustomerTyping(Fact):
    """The customer of a conversation (``subject``) types, or has stopped. Never stored or
    replayed; ``sequence`` means nothing.
    """

    event_type: ClassVar[str] = "customer.typing.v1"
    is_typing: bool


class AtConversation(Wire):
    """One connection at a conversation: an agent's, or the customer's (``agent`` is null)."""

    connection: Id
    agent: Person | None
    activity: Literal["viewing", "replying", "connected"]


class HeldConversation(Wire):
    """Every connection that one gateway has at one conversation."""

    workspace_id: Id
    conversation_id: Id
    connections: list[AtConversation]


class InTeam(Wire):
    """One agent's connection."""

    connection: Id
    agent_id: Id
    availability: Availability


class HeldTeam(Wire):
    """Every connection of a workspace's agents that one gateway has."""

    workspace_id: Id
    connections: list[InTeam]


class Report(Wire):
    """What a gateway process tells ``services/presence``, over an exchange that keeps nothing.

    Each conversation and team named in it is told whole. A report that ``is_whole`` names all
    that the gateway holds: what is not in it, the gateway does not hold. ``number`` grows with
    every report of the gateway.
    """

    gateway: Id
    number: Annotated[int, Field(ge=1)]
    is_whole: bool
    conversations: list[HeldConversation]
    teams: list[HeldTeam]
