"""What ``services/notifier`` says: who was told, and who could not be."""

from typing import ClassVar

from shared.contracts.events import Fact
from shared.contracts.notifications import Channel, NotificationSettings, Purpose
from shared.contracts.values import Id


class Told(Fact):
    """One delivery that has come to its end.

    ``request_id`` is the transcript that was asked for, or the event that admins are told of;
    ``to`` is the address of a transcript, shortened.
    """

    delivery_id: Id
    purpose: Purpose
    channel: Channel
    conversation_id: Id | None
    agent_id: Id | None
    request_id: Id | None
    to: str | None


class NotificationSent(Told):
    """The mail server, or the push service, has taken it."""

    event_type: ClassVar[str] = "notification.sent.v1"


class NotificationFailed(Told):
    """It will not be tried again; ``reason`` is a sentence for people."""

    event_type: ClassVar[str] = "notification.failed.v1"
    reason: str


class RosterRequested(Fact):
    """Someone needs to know who the agents of the workspace are, and was never told."""

    event_type: ClassVar[str] = "roster.requested.v1"


class NotificationSettingsChanged(Fact):
    """An agent wants to be alerted otherwise; only that agent's sockets carry it."""

    event_type: ClassVar[str] = "notification.settings_changed.v1"
    agent_id: Id
    settings: NotificationSettings
