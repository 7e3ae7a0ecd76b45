"""Who is told of a new chat, how, and what became of it; and how a transcript is asked for."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints

from shared.contracts.people import Email, Person
from shared.contracts.values import Id, Name, Request, Timestamp, Wire

Channel = Literal["email", "mobile"]
DeliveryState = Literal["pending", "sent", "failed", "skipped"]
Purpose = Literal["new_conversation", "transcript", "test", "webhook_disabled"]

DeviceToken = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._:-]{7,511}$")]
"""A registration token of Firebase Cloud Messaging."""


def _known_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ValueError("not a time zone of the IANA database") from None
    return name


TimeZone = Annotated[
    str, StringConstraints(min_length=1, max_length=64), AfterValidator(_known_time_zone)
]
"""A name of the IANA database, such as ``Europe/Vienna``."""


class NotificationSettings(Wire):
    """What one agent wants to be alerted by; everything is on until they say otherwise."""

    email: bool
    mobile: bool
    sound: bool


class NotificationSettingsChange(Request):
    """The settings as a whole."""

    email: bool
    mobile: bool
    sound: bool


class NewDevice(Request):
    """A mobile device of the signed-in agent; one that was another agent's moves."""

    token: DeviceToken
    name: Name | None = None


class Device(Wire):
    """A registered mobile device."""

    token: str
    name: str | None
    registered_at: Timestamp


class Devices(Wire):
    """The signed-in agent's devices, the newest first."""

    items: list[Device]


class TestNotification(Request):
    """Which channel to try."""

    channel: Channel


class Delivery(Wire):
    """One person told, or not, over one channel, and why.

    ``agent`` is null where the customer was written to (a transcript); ``to`` is the address
    then, shortened. ``reason`` says why it failed, was skipped, or is not sent yet.
    """

    id: Id
    purpose: Purpose
    agent: Person | None
    to: str | None
    channel: Channel
    event: str
    state: DeliveryState
    attempts: int
    reason: str | None
    created_at: Timestamp
    updated_at: Timestamp


class Notifications(Wire):
    """Everyone who was told of one conversation, or was not: by name, then by channel."""

    items: list[Delivery]


class TranscriptWanted(Request):
    """Where to send the conversation to, and in whose time zone its times are to stand."""

    email: Email
    time_zone: TimeZone = "UTC"


class TranscriptAttachment(Wire):
    """A file as a transcript lists it; ``size`` in bytes."""

    id: Id
    name: str
    size: int


class TranscriptMessage(Wire):
    """One message as a transcript shows it."""

    author_kind: Literal["customer", "agent", "system"]
    author_name: str
    text: str
    attachments: Annotated[list[TranscriptAttachment], Field(default_factory=list)]
    sent_at: Timestamp
