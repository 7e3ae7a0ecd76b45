"""Workspaces, plans, agents, sessions: what the gateway knows of who is who."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.people import Person
from shared.contracts.presence import Availability
from shared.contracts.values import Id, Name, Request, Timestamp, Wire

Plan = Literal["free", "starter", "pro", "premium", "enterprise"]
Role = Literal["agent", "admin"]
Feature = Literal["live_chat"]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$")]
Greeting = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]

PLAN_NEEDED: Plan = "pro"
"""The smallest plan with live chat."""

PLANS: tuple[Plan, ...] = ("free", "starter", "pro", "premium", "enterprise")
"""Every plan, smallest first."""


class Widget(Wire):
    """How the widget looks and where it may be embedded (empty: on any site)."""

    color: Color
    greeting: str
    allowed_origins: list[str]


class WidgetPatch(Request):
    """The widget settings to change; what is left out stays."""

    color: Color | None = None
    greeting: Greeting | None = None
    allowed_origins: Annotated[list[Origin], Field(max_length=50)] | None = None


class Workspace(Wire):
    """One help desk. ``key`` is public: it stands in the widget's address on every page."""

    id: Id
    name: str
    key: str
    plan: Plan
    live_chat_enabled: bool
    widget: Widget


class WorkspacePatch(Request):
    """What an admin may change; what is left out stays."""

    name: Name | None = None
    live_chat_enabled: bool | None = None
    plan: Plan | None = None
    widget: WidgetPatch | None = None


class Agent(Person):
    """An agent as colleagues see them."""

    email: str
    role: Role


class Colleague(Agent):
    """An agent with what they chose, and whether customers can reach them now: they chose
    ``online`` and are connected somewhere.
    """

    availability: Availability
    is_online: bool


class Agents(Wire):
    """All agents of the workspace, by name."""

    items: list[Colleague]


class ChooseAvailability(Request):
    """Whether customers shall count on the signed-in agent."""

    availability: Availability


class ChosenAvailability(Wire):
    """What the signed-in agent chose."""

    availability: Availability


class SignIn(Request):
    """An agent's e-mail address and password."""

    email: Annotated[str, StringConstraints(min_length=3, max_length=254)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Session(Wire):
    """Who is signed in, where, what the workspace's plan includes, and what the agent chose."""

    agent: Agent
    availability: Availability
    workspace: Workspace
    plan: Plan
    features: list[Feature]


class NewApiToken(Request):
    """What to call a new API token."""

    name: Name


class ApiToken(Wire):
    """An agent's API token, without its secret."""

    id: Id
    name: str
    created_at: Timestamp


class CreatedApiToken(ApiToken):
    """A new API token; ``token`` is shown this once."""

    token: str


class ApiTokens(Wire):
    """The signed-in agent's API tokens, newest first."""

    items: list[ApiToken]


class WidgetConfig(Wire):
    """What the widget shows before the first message."""

    workspace_name: str
    enabled: bool
    color: str
    greeting: str
    agents: list[Person]
    are_agents_online: bool
