"""Workspaces, agents and credentials as values, and the rules about them. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from shared import refusals
from shared.contracts.presence import Availability
from shared.contracts.workspaces import (
    PLAN_NEEDED,
    PLANS,
    Feature,
    Plan,
    Role,
    WidgetPatch,
    WorkspacePatch,
)

CredentialKind = Literal["session", "api_token"]

SESSION_LIFETIME = timedelta(days=14)
SESSION_RENEWAL = timedelta(days=1)
"""How much of a session's life passes before it is prolonged: not a write per request."""


class PlanRequired(refusals.Refusal):
    """The workspace's plan does not include the feature; members ``plan``, ``plan_needed``."""

    slug, title, status = "plan-required", "The plan does not include this", 402


class LiveChatOff(refusals.Refusal):
    """The plan includes live chat, and an admin has switched it off."""

    slug, title, status = "live-chat-off", "Live chat is switched off", 403


class EmailTaken(refusals.Refusal):
    """An agent, of any workspace, signs in with this address already."""

    slug, title, status = "email-taken", "This e-mail address is taken", 409


@dataclass(frozen=True, slots=True)
class Widget:
    """How a workspace's widget looks, and the origins that may embed it (empty: all)."""

    color: str = "#2457d6"
    greeting: str = "Hello! How can we help?"
    allowed_origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workspace:
    """One help desk. ``version`` grows by one with every change."""

    id: str
    name: str
    key: str
    plan: Plan
    live_chat_enabled: bool
    widget: Widget
    version: int = 1

    @property
    def is_entitled(self) -> bool:
        """Whether the plan includes live chat."""
        return PLANS.index(self.plan) >= PLANS.index(PLAN_NEEDED)

    @property
    def is_open(self) -> bool:
        """Whether live chat can be used now."""
        return self.is_entitled and self.live_chat_enabled

    @property
    def features(self) -> list[Feature]:
        """What the plan includes, switched on or not."""
        return ["live_chat"] if self.is_entitled else []


@dataclass(frozen=True, slots=True)
class Agent:
    """Someone who answers customers; signs in with ``email``, which is unique everywhere.

    ``availability`` is what they chose, wherever they are connected.
    """

    id: str
    workspace_id: str
    name: str
    email: str
    role: Role
    has_picture: bool = False
    picture_version: int = 0
    """Grows by one with every change of the picture, its removal included."""
    availability: Availability = "online"

    @property
    def avatar_url(self) -> str:
        """Where the picture is, relative to the gateway's origin; a new one is elsewhere."""
        address = f"/avatars/{self.id}"
        return f"{address}?v={self.picture_version}" if self.has_picture else address


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that an agent gave; ``version`` is the agent's ``picture_version``."""

    content: bytes
    content_type: str
    version: int


@dataclass(frozen=True, slots=True)
class Credential:
    """What an agent shows to be let in. ``expires_at`` is null for an API token."""

    id: str
    kind: CredentialKind
    agent_id: str
    workspace_id: str
    name: str
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An agent who has proved who they are."""

    credential: Credential
    agent: Agent
    workspace: Workspace


@dataclass(frozen=True, slots=True)
class Visitor:
    """A customer with a conversation: what a visitor token says."""

    customer_id: str
    name: str
    workspace_id: str
    conversation_id: str
    expires_at: datetime


def require_live_chat(workspace: Workspace) -> None:
    """Raises ``PlanRequired`` or ``LiveChatOff`` where live chat cannot be used now."""
    if not workspace.is_entitled:
        raise PlanRequired(plan=workspace.plan, plan_needed=PLAN_NEEDED)
    if not workspace.live_chat_enabled:
        raise LiveChatOff


def change_workspace(workspace: Workspace, patch: WorkspacePatch) -> Workspace:
    """``workspace`` with what ``patch`` gives; the same value when nothing differs."""
    given = patch.model_dump(exclude_none=True, exclude={"widget"})
    changed = replace(workspace, **given, widget=_change_widget(workspace.widget, patch.widget))
    return workspace if changed == workspace else replace(changed, version=workspace.version + 1)


def _change_widget(widget: Widget, patch: WidgetPatch | None) -> Widget:
    if patch is None:
        return widget
    given = patch.model_dump(exclude_none=True)
    if "allowed_origins" in given:
        # Browsers say origins in lower case.
        given["allowed_origins"] = tuple(map(str.lower, given["allowed_origins"]))
    return replace(widget, **given)


def is_alive(credential: Credential, now: datetime) -> bool:
    """Whether ``credential`` still lets its agent in."""
    return credential.expires_at is None or credential.expires_at > now


def prolonged(credential: Credential, now: datetime) -> datetime | None:
    """When a session that is used at ``now`` shall end instead; ``None``: as it stands."""
    if credential.expires_at is None:
        return None
    renewed = now + SESSION_LIFETIME
    return renewed if renewed - credential.expires_at >= SESSION_RENEWAL else None
