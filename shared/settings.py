"""Settings that every process reads from its environment (``PARLEY_…``), or from files of the same
names in the folder that ``PARLEY_SECRETS_DIR`` names.

Nothing here has a secret as its default: a process with a missing setting ends at once and
names it. In production it ends as well when a secret is one of a demo's or a test's.
"""

import os
import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEMO = "demo"
"""What every secret of a demo says somewhere, so that production can refuse it."""

SHORTEST_PASSWORD = 16
_WEAK = re.compile(rf"{DEMO}|change.?me|example|guest|password|secret", re.IGNORECASE)


class _Secret:
    """Marks a setting that nobody but its process and its operators may know."""


SECRET = _Secret()
Secret = Annotated[str, SECRET]
"""A secret, in the shape that the setting's name says."""


class ProcessSettings(BaseSettings):
    """What every process needs. The database is named by the path of ``mongo_url``.

    ``metrics_port`` serves ``/metrics`` and nothing else; without one nobody is told. With
    ``shares_port`` replicas on one machine may listen on the same port; the kernel deals
    connections out to them. ``otlp_endpoint`` is the base URL of a collector of traces, such as
    ``http://collector:4318``; without one nobody is told of spans.
    """

    model_config = SettingsConfigDict(
        env_prefix="PARLEY_",
        frozen=True,
        secrets_dir=os.environ.get("PARLEY_SECRETS_DIR"),
        hide_input_in_errors=True,  # a refusal is logged, and the input has the secrets
    )

    environment: Literal["local", "demo", "production"] = "local"
    host: str = "127.0.0.1"
    port: int = 0
    shares_port: bool = False
    metrics_port: int | None = None
    mongo_url: Secret
    amqp_url: Secret
    log_level: str = "INFO"
    otlp_endpoint: str | None = None

    @model_validator(mode="after")
    def _fit_for_production(self) -> Self:
        """Every secret is one that only this installation has."""
        if self.environment == "production":
            weak = [name for name in secrets_of(type(self)) if is_weak(getattr(self, name))]
            if weak:
                names = ", ".join(f"PARLEY_{name.upper()}" for name in weak)
                raise ValueError(f"not fit for production (missing, weak or of a demo): {names}")
        return self


class ServiceSettings(ProcessSettings):
    """What a service behind the gateway needs besides: the key (Ed25519, PEM) that proves who
    is calling.
    """

    identity_public_key: Secret


def secrets_of(settings: type[BaseSettings]) -> list[str]:
    """The names of the fields that are secrets."""
    return [name for name, field in settings.model_fields.items() if SECRET in field.metadata]


def is_weak(value: str | None) -> bool:
    """A secret of a demo, or one that could be guessed. One that is left out on purpose is not:
    pydantic refuses those that must be there.
    """
    if value is None:
        return False
    if "-----BEGIN" in value:
        return DEMO in value.partition("-----BEGIN")[0]
    password = urlsplit(value).password or "" if "://" in value else value
    return len(password) < SHORTEST_PASSWORD or bool(_WEAK.search(password))
