"""Who is connected to this gateway and what they do where, for ``services/presence`` to be told.

Pure memory: time is given, nothing waits. What changes is remembered until it is taken.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from gateway.identity.domain import Agent
from gateway.live.socket import Listening
from shared.contracts.people import Person
from shared.contracts.presence import (
    Activity,
    AtConversation,
    Availability,
    HeldConversation,
    HeldTeam,
    InTeam,
)

SILENCE_SECONDS = 11.0
"""An agent who says nothing for so long is at no conversation any more: two repeats are missing."""

GRACE_SECONDS = 4.0
"""How long an agent whose connection has closed still counts as there, for a page that reloads."""


@dataclass(slots=True, eq=False)
class Connection:
    """One socket's: an agent's, or a customer's (``agent`` is null), who is always at theirs."""

    id: str
    workspace_id: str
    agent: Agent | None
    conversation_id: str | None
    activity: Activity | None = None
    heard_at: float = 0.0
    left_at: float | None = None


Place = tuple[str, str]
"""A workspace's id and a conversation's."""


class Holding:
    """Every connection of this gateway, by conversation and by team."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._numbers = itertools.count(1)
        self._conversations: defaultdict[Place, dict[str, Connection]] = defaultdict(dict)
        self._teams: defaultdict[str, dict[str, Connection]] = defaultdict(dict)
        self._changed_conversations: set[Place] = set()
        self._changed_teams: set[str] = set()
        self._told: dict[Place, HeldConversation] = {}

    def enter(self, who: Listening) -> Connection:
        """Somebody has connected."""
        connection = Connection(
            str(next(self._numbers)), who.workspace_id, who.agent, who.conversation_id
        )
        if who.agent:
            self._teams[who.workspace_id][connection.id] = connection
            self._team_changed(who.workspace_id)
        elif who.conversation_id:
            self._put(connection, who.conversation_id)
        return connection

    def does(
        self, connection: Connection, conversation_id: str, activity: Activity | None, now: float
    ) -> None:
        """An agent says what they do at a conversation; ``None``: nothing there any more."""
        connection.heard_at = now
        if activity is None and connection.conversation_id != conversation_id:
            return
        if (connection.conversation_id, connection.activity) == (conversation_id, activity):
            return
        self._take_away(connection)
        if activity is not None:
            connection.activity = activity
            self._put(connection, conversation_id)

    def leave(self, connection: Connection, now: float) -> None:
        """Somebody's connection has closed."""
        self._take_away(connection)
        connection.left_at = now

    def choose(self, agent_id: str, workspace_id: str, availability: Availability) -> None:
        """An agent chose whether to be available."""
        for connection in self._teams.get(workspace_id, {}).values():
            agent = connection.agent
            if agent and agent.id == agent_id and agent.availability != availability:
                connection.agent = replace(agent, availability=availability)
                self._team_changed(workspace_id)

    def pass_time(self, now: float) -> None:
        """End what has lasted too long without a word, and whose grace is over."""
        for workspace_id, team in [*self._teams.items()]:
            for connection in [*team.values()]:
                if connection.left_at is not None and now - connection.left_at >= GRACE_SECONDS:
                    del team[connection.id]
                    self._team_changed(workspace_id)
                elif connection.conversation_id and now - connection.heard_at >= SILENCE_SECONDS:
                    self._take_away(connection)
            if not team:
                del self._teams[workspace_id]

    def changes(self) -> tuple[list[HeldConversation], list[HeldTeam]]:
        """What has changed since they were taken the last time, each place whole."""
        conversations = [self._conversation(place) for place in self._changed_conversations]
        teams = [self._team(workspace_id) for workspace_id in self._changed_teams]
        self._changed_conversations.clear()
        self._changed_teams.clear()
        return conversations, teams

    def whole(self) -> tuple[list[HeldConversation], list[HeldTeam]]:
        """Everything; nothing has changed since."""
        self.changes()
        conversations = [self._conversation(place) for place in self._conversations]
        return conversations, [self._team(workspace_id) for workspace_id in self._teams]

    def _put(self, connection: Connection, conversation_id: str) -> None:
        connection.conversation_id = conversation_id
        place = connection.workspace_id, conversation_id
        self._conversations[place][connection.id] = connection
        self._conversation_changed(place)

    def _take_away(self, connection: Connection) -> None:
        """From the conversation where it is, if it is at any."""
        if connection.conversation_id is None:
            return
        place = connection.workspace_id, connection.conversation_id
        connection.conversation_id = connection.activity = None
        del self._conversations[place][connection.id]
        if not self._conversations[place]:
            del self._conversations[place]
        self._conversation_changed(place)

    def _conversation_changed(self, place: Place) -> None:
        self._told.pop(place, None)
        self._changed_conversations.add(place)
        self._on_change()

    def _team_changed(self, workspace_id: str) -> None:
        self._changed_teams.add(workspace_id)
        self._on_change()

    def _conversation(self, place: Place) -> HeldConversation:
        """Kept until it changes: thousands of them, told anew every two seconds, would be half of
        what an idle gateway does.
        """
        told = self._told.get(place)
        if told is None:
            workspace_id, conversation_id = place
            there = self._conversations.get(place, {})
            told = HeldConversation(
                workspace_id=workspace_id,
                conversation_id=conversation_id,
                connections=_at_conversation(there.values()),
            )
            if there:
                self._told[place] = told
        return told

    def _team(self, workspace_id: str) -> HeldTeam:
        there = self._teams.get(workspace_id, {})
        return HeldTeam(workspace_id=workspace_id, connections=_in_team(there.values()))


def _at_conversation(connections: Iterable[Connection]) -> list[AtConversation]:
    return [
        AtConversation(
            connection=connection.id,
            agent=Person.model_validate(connection.agent) if connection.agent else None,
            activity=connection.activity or "connected",
        )
        for connection in connections
    ]


def _in_team(connections: Iterable[Connection]) -> list[InTeam]:
    return [
        InTeam(
            connection=connection.id,
            agent_id=connection.agent.id,
            availability=connection.agent.availability,
        )
        for connection in connections
        if connection.agent
    ]
