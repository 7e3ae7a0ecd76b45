"""What the gateway says about workspaces and the people in them."""

from typing import ClassVar

from shared.contracts.events import Fact
from shared.contracts.people import Person
from shared.contracts.presence import Availability
from shared.contracts.values import Id
from shared.contracts.workspaces import Agent, Workspace


class WorkspaceChanged(Fact):
    """Name, plan, live-chat switch or widget settings changed; the whole new state."""

    event_type: ClassVar[str] = "workspace.changed.v1"
    workspace: Workspace


class AgentSignedOut(Fact):
    """A session or API token ended; its sockets are to be closed."""

    event_type: ClassVar[str] = "agent.signed_out.v1"
    agent_id: Id
    credential_id: Id


class AgentAvailabilityChanged(Fact):
    """An agent chose to be reached by customers, or not to be, wherever they are connected."""

    event_type: ClassVar[str] = "agent.availability_changed.v1"
    agent: Person
    availability: Availability


class RosterChanged(Fact):
    """All agents of a workspace, and its name: said when either changes, and when it is asked
    for. The one with the highest ``sequence`` is how it is.
    """

    event_type: ClassVar[str] = "roster.changed.v1"
    workspace_name: str
    agents: list[Agent]
