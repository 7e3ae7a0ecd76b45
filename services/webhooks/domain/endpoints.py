"""An endpoint and how it may change: frozen values and pure transitions."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from yarl import URL

from shared import refusals
from shared.contracts.webhooks import ENDPOINTS_PER_WORKSPACE, WebhookEndpointPatch

OLD_SECRET_SIGNS = timedelta(hours=24)
SECRETS = 3
SWITCHED_OFF = "The endpoint was switched off."


class TooMany(refusals.Conflict):
    """The workspace has as many as it may."""

    slug, title = "too-many-webhooks", "There are as many endpoints as there may be"


class Disabled(refusals.Conflict):
    """Nothing is sent there now."""

    slug, title = "webhook-disabled", "The endpoint is disabled"


@dataclass(frozen=True, slots=True)
class Secret:
    """What signs, until a time if another has taken its place."""

    value: str
    until: datetime | None = None

    def signs(self, now: datetime) -> bool:
        """Whether it still does."""
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Tolerance:
    """For how long, and for how many attempts at least, everything has to fail."""

    lasting: timedelta
    attempts: int


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to send what. ``failures`` counts the attempts since the last that was answered well,
    and ``failing_since`` is the first of them. ``slot`` counts within the workspace, ``version``
    how many events were said of it.
    """

    id: str
    workspace_id: str
    client_id: str
    slot: int
    url: str
    description: str
    event_types: tuple[str, ...]
    secrets: tuple[Secret, ...]
    created_at: datetime
    updated_at: datetime
    is_enabled: bool = True
    disabled_reason: str | None = None
    failing_since: datetime | None = None
    failures: int = 0
    last_delivered_at: datetime | None = None
    version: int = 0

    @property
    def secret(self) -> str:
        """The newest, which new readers check with."""
        return self.secrets[0].value

    def wants(self, event_type: str) -> bool:
        """Whether it is to be told: enabled, or disabled for failing, so that it can be sent once
        it is mended.
        """
        is_chosen = not self.event_types or event_type in self.event_types
        return is_chosen and (self.is_enabled or self.disabled_reason is not None)

    @property
    def address(self) -> str:
        """Where it is, without what may be a secret of its team's."""
        return str(URL(self.url).origin())

    @property
    def why_not(self) -> str:
        """Why nothing is sent there."""
        return self.disabled_reason or SWITCHED_OFF

    def signing(self, now: datetime) -> list[str]:
        """Every secret that signs now, the newest first."""
        return [secret.value for secret in self.secrets if secret.signs(now)]


def free_slot(taken: set[int]) -> int:
    """The first that is free. Raises ``TooMany``."""
    for slot in range(ENDPOINTS_PER_WORKSPACE):
        if slot not in taken:
            return slot
    raise TooMany(f"Remove one of the {ENDPOINTS_PER_WORKSPACE} first.")


def changed(endpoint: Endpoint, patch: WebhookEndpointPatch, now: datetime) -> Endpoint:
    """As ``patch`` wants it. Another address, or being enabled again, starts clean."""
    given = patch.model_dump(exclude_none=True)
    if "event_types" in given:
        given["event_types"] = tuple(given["event_types"])
    after = replace(endpoint, **given, updated_at=now)
    is_enabled_again = after.is_enabled and not endpoint.is_enabled
    if is_enabled_again or after.url != endpoint.url:
        after = replace(after, failing_since=None, failures=0)
    return replace(after, disabled_reason=None) if after.is_enabled else after


def rotated(endpoint: Endpoint, secret: str, now: datetime) -> Endpoint:
    """``secret`` signs from now on, and for a day those before it as well."""
    until = now + OLD_SECRET_SIGNS
    current, *older = endpoint.secrets
    kept = [replace(current, until=until), *(each for each in older if each.signs(now))]
    return replace(endpoint, secrets=(Secret(secret), *kept)[:SECRETS], updated_at=now)


def reached(endpoint: Endpoint, now: datetime) -> Endpoint:
    """It has answered well."""
    return replace(endpoint, failing_since=None, failures=0, last_delivered_at=now)


def missed(endpoint: Endpoint, now: datetime) -> Endpoint:
    """It has not, or not well."""
    since = endpoint.failing_since or now
    return replace(endpoint, failing_since=since, failures=endpoint.failures + 1)


def is_given_up(endpoint: Endpoint, tolerance: Tolerance, now: datetime) -> bool:
    """Everything has failed for so long that it is disabled now."""
    if not endpoint.is_enabled or endpoint.failing_since is None:
        return False
    is_long = now - endpoint.failing_since >= tolerance.lasting
    return is_long and endpoint.failures >= tolerance.attempts


def disabled(endpoint: Endpoint, error: str, now: datetime) -> Endpoint:
    """Nothing more is sent there; ``error`` was the last one."""
    since = endpoint.failing_since or now
    reason = f"Every attempt since {since:%Y-%m-%d %H:%M} UTC failed, the last with: {error}"
    return replace(
        endpoint,
        is_enabled=False,
        disabled_reason=reason,
        updated_at=now,
        version=endpoint.version + 1,
    )
