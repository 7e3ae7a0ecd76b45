"""One person told over one channel: what became of it, and what goes out in one piece."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.notifier.domain.people import Channel

State = Literal["pending", "sent", "failed", "skipped"]
Purpose = Literal["new_conversation", "transcript", "test", "webhook_disabled"]
End = Literal["answered", "closed", "deleted"]

TURNED_OFF = "Turned off in the notification settings."
NO_DEVICE = "No mobile device is registered."
NOT_SET_UP = "Mobile notifications are not set up here."
HAS_LEFT = "No longer an agent of the workspace."
ENDED: dict[End, str] = {
    "answered": "The chat was answered before.",
    "closed": "The chat was closed before.",
    "deleted": "The chat was deleted before.",
}
"""Why an alert is skipped that was still waiting."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An agent as those see them who ask who was notified."""

    id: str
    name: str
    avatar_url: str | None


@dataclass(frozen=True, slots=True)
class Alert:
    """A new conversation; ``ended`` once nobody needs to be told of it any more."""

    conversation_id: str
    workspace_id: str
    customer_name: str
    text: str
    started_at: datetime
    ended: End | None


@dataclass(frozen=True, slots=True)
class Notice:
    """An endpoint to which nothing more is sent, and why; its id is that of the event."""

    id: str
    workspace_id: str
    address: str
    description: str
    reason: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One person, one channel, one occasion. ``agent`` is None and ``to`` the address where a
    customer is written to. ``request_id`` names the transcript, or the notice.
    """

    id: str
    workspace_id: str
    purpose: Purpose
    channel: Channel
    event: str
    conversation_id: str | None
    agent: Recipient | None
    to: str | None
    request_id: str | None
    created_at: datetime
    updated_at: datetime
    state: State = "pending"
    attempts: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What goes out in one piece: one delivery, or a digest of several for one agent.

    Its id is that of the mail and of the push, however often it is tried. ``reached`` are the
    devices that have it already.
    """

    id: str
    workspace_id: str
    purpose: Purpose
    channel: Channel
    agent_id: str | None
    attempts: int
    first_tried_at: datetime | None
    reached: tuple[str, ...]
    lease: str


def shortened(address: str) -> str:
    """``mia@shop.example`` → ``m…@shop.example``."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"
