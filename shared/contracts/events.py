"""The event envelope: CloudEvents 1.0, structured JSON, and how a type is routed.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
"""

from datetime import datetime
from typing import Annotated, ClassVar, Generic, Literal, TypeVar

from pydantic import ConfigDict, Field

from shared.contracts.values import Id, Timestamp, Wire

EXCHANGE = "parley.events"
"""The topic exchange that every event goes to."""

EPHEMERAL = "parley.ephemeral"
"""The topic exchange for what matters only now: nothing said there is stored or replayed."""

LOG = "parley.events.log"
"""The stream that keeps every event for replay."""


class Fact(Wire):
    """The ``data`` of an event. A subclass names its type once, in ``event_type``. What
    ``can_wait`` may take a moment longer, so that not all who hear it are at work on it at once.
    """

    event_type: ClassVar[str]
    can_wait: ClassVar[bool] = False


Data = TypeVar("Data", bound=Fact)


class Event(Wire, Generic[Data]):
    """One fact. ``subject`` is the id of what it is about, ``sequence`` counts per subject."""

    model_config = ConfigDict(extra="allow")

    specversion: Annotated[Literal["1.0"], Field(description="Of CloudEvents.")] = "1.0"
    id: Annotated[Id, Field(description="The same whenever this event is said again.")]
    source: Annotated[str, Field(description="The process that says it: `/services/chat`.")]
    type: Annotated[str, Field(description="What happened, and in which version of its contract.")]
    subject: Annotated[str, Field(description="What it happened to: a conversation, a ticket.")]
    time: Annotated[Timestamp, Field(description="When it happened.")]
    datacontenttype: Annotated[
        Literal["application/json"], Field(description="Of what is in `data`.")
    ] = "application/json"
    workspaceid: Annotated[Id, Field(description="The help desk that it belongs to.")]
    sequence: Annotated[int, Field(description="Grows with every event of the same `subject`.")]
    traceparent: Annotated[str, Field(description="W3C trace context of what led to it.")]
    data: Annotated[Data, Field(description="What is to be told of it.")]


def routing_key(event_type: str, workspace_id: str) -> str:
    """``conversation.closed.v1`` in workspace ``w`` → ``conversation.closed.w``."""
    noun, fact, _version = event_type.split(".")
    return f"{noun}.{fact}.{workspace_id}"


def binding_key(event_type: str) -> str:
    """Matches ``event_type`` in every workspace."""
    return routing_key(event_type, "*")


def workspace_binding_key(workspace_id: str) -> str:
    """Matches every event of one workspace."""
    return f"*.*.{workspace_id}"


def envelope(
    fact: Data,
    *,
    event_id: str,
    source: str,
    subject: str,
    workspace_id: str,
    sequence: int,
    time: datetime,
    traceparent: str,
) -> Event[Data]:
    """``fact`` as an event; ``source`` is the process that says it, such as ``/services/chat``."""
    return Event(
        id=event_id,
        source=source,
        type=fact.event_type,
        subject=subject,
        time=time,
        workspaceid=workspace_id,
        sequence=sequence,
        traceparent=traceparent,
        data=fact,
    )
