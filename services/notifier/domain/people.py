"""The agents of a workspace as the gateway told them, and what each of them wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Channel = Literal["email", "mobile"]
Role = Literal["agent", "admin"]
CHANNELS: tuple[Channel, ...] = ("email", "mobile")


@dataclass(frozen=True, slots=True)
class Agent:
    """Someone who may be told."""

    id: str
    name: str
    email: str
    avatar_url: str | None
    role: Role = "agent"


@dataclass(frozen=True, slots=True)
class Roster:
    """Everyone in a workspace; of two, the one with the higher ``sequence`` is how it is."""

    workspace_id: str
    workspace_name: str
    sequence: int
    agents: tuple[Agent, ...]

    @property
    def admins(self) -> tuple[Agent, ...]:
        """Those with more rights."""
        return tuple(agent for agent in self.agents if agent.role == "admin")

    def agent(self, agent_id: str) -> Agent | None:
        """The agent of that id, unless they left."""
        return next((agent for agent in self.agents if agent.id == agent_id), None)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one agent wants to be alerted by: everything, until they say otherwise."""

    email: bool = True
    mobile: bool = True
    sound: bool = True

    def wants(self, channel: Channel) -> bool:
        """Whether they are to be told over ``channel``."""
        return self.email if channel == "email" else self.mobile


@dataclass(frozen=True, slots=True)
class Device:
    """A mobile device of an agent; ``token`` is what Firebase knows it by."""

    token: str
    workspace_id: str
    agent_id: str
    name: str | None
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent and a channel; ``wants`` says whether they are to be told over it."""

    agent: Agent
    channel: Channel
    wants: bool


def candidates(roster: Roster, preferences: dict[str, Preferences]) -> Sequence[Candidate]:
    """Every agent with every channel, once. Who never chose wants everything."""
    return [
        Candidate(agent, channel, preferences.get(agent.id, Preferences()).wants(channel))
        for agent in roster.agents
        for channel in CHANNELS
    ]
