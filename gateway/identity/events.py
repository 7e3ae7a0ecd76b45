"""What the gateway says of workspaces and agents: the only place that decides what leaves."""

from collections.abc import Sequence
from datetime import datetime

from gateway.identity.domain import Agent, Credential, Workspace
from shared import clock, telemetry
from shared.contracts import workspaces
from shared.contracts.events import Data, Event, envelope
from shared.contracts.people import Person
from shared.contracts.workspace_events import (
    AgentAvailabilityChanged,
    AgentSignedOut,
    RosterChanged,
    WorkspaceChanged,
)

SOURCE = "/gateway"


def workspace_changed(workspace: Workspace, now: datetime) -> Event[WorkspaceChanged]:
    """``workspace`` as it is from ``now`` on."""
    fact = WorkspaceChanged(workspace=workspaces.Workspace.model_validate(workspace))
    return _event(fact, workspace.id, workspace.id, workspace.version, now)


def agent_signed_out(
    agent: Agent, credential: Credential, sequence: int, now: datetime
) -> Event[AgentSignedOut]:
    """``credential`` lets nobody in from ``now`` on. ``sequence`` counts per agent."""
    fact = AgentSignedOut(agent_id=agent.id, credential_id=credential.id)
    return _event(fact, agent.workspace_id, agent.id, sequence, now)


def agent_availability_changed(
    agent: Agent, sequence: int, now: datetime
) -> Event[AgentAvailabilityChanged]:
    """``agent`` chose so. ``sequence`` counts per agent."""
    person = Person.model_validate(agent)
    fact = AgentAvailabilityChanged(agent=person, availability=agent.availability)
    return _event(fact, agent.workspace_id, agent.id, sequence, now)


def roster_changed(
    workspace: Workspace, agents: Sequence[Agent], sequence: int, now: datetime
) -> Event[RosterChanged]:
    """Who the agents of ``workspace`` are. The roster is a subject of its own: its ``sequence``
    is not the workspace's.
    """
    fact = RosterChanged(
        workspace_name=workspace.name,
        agents=[workspaces.Agent.model_validate(agent) for agent in agents],
    )
    return _event(fact, workspace.id, f"roster-{workspace.id}", sequence, now)


def _event(
    fact: Data, workspace_id: str, subject: str, sequence: int, now: datetime
) -> Event[Data]:
    return envelope(
        fact,
        event_id=clock.new_id(),
        source=SOURCE,
        subject=subject,
        workspace_id=workspace_id,
        sequence=sequence,
        time=now,
        traceparent=telemetry.traceparent(),
    )
