"""Every process with its settings, read from its settings class."""

import importlib
import inspect
from dataclasses import dataclass

from pydantic_settings import BaseSettings

from deploy.local.services import GATEWAY, SERVICES
from gateway.settings import GatewaySettings
from shared.settings import secrets_of

HTTP_PORT, METRICS_PORT = 8080, 9090
SENDS_OUT = {"notifier": (443, 465, 587), "webhooks": (443,)}
"""Whoever talks to servers that are not Parley's, and on which ports: mail and Firebase; other
teams' endpoints.
"""


@dataclass(frozen=True)
class Setting:
    """One variable; ``default`` is None where there is none."""

    variable: str
    field: str
    default: str | None
    is_required: bool
    is_secret: bool


@dataclass(frozen=True)
class Process:
    """One of the processes; ``module`` is what runs it."""

    name: str
    module: str
    settings: tuple[Setting, ...]

    @property
    def is_gateway(self) -> bool:
        """It is the only door."""
        return self.name == GATEWAY

    @property
    def notifies(self) -> bool:
        """It mails and pushes, as its settings and the files that they name say."""
        return self.name == "notifier"

    @property
    def sends_out(self) -> tuple[int, ...]:
        """The ports on which it needs the way out of the cluster."""
        return SENDS_OUT.get(self.name, ())

    @property
    def secrets(self) -> tuple[Setting, ...]:
        """Those of its settings that nobody else may know."""
        return tuple(setting for setting in self.settings if setting.is_secret)

    @property
    def config(self) -> tuple[Setting, ...]:
        """Those of its settings that anybody may know."""
        return tuple(setting for setting in self.settings if not setting.is_secret)

    def value(self, setting: Setting) -> str | None:
        """What the containers say, before an overlay: where others are, else the default."""
        given = {
            "PARLEY_ENVIRONMENT": "demo",
            "PARLEY_HOST": "0.0.0.0",  # noqa: S104 - a container's own network
            "PARLEY_PORT": str(HTTP_PORT),
            "PARLEY_METRICS_PORT": str(METRICS_PORT),
            "PARLEY_WEB": None,  # where the image has them
            "PARLEY_CATALOGUE": None,
            "PARLEY_OPENAPI": None,
            **{f"PARLEY_{name.upper()}_URL": f"http://{name}:{HTTP_PORT}" for name in SERVICES},
        }
        return given.get(setting.variable, setting.default)


def processes() -> list[Process]:
    """All of them, the gateway first."""
    services = [
        Process(name, f"services.{name}", _settings(settings_class(name))) for name in SERVICES
    ]
    return [Process(GATEWAY, GATEWAY, _settings(GatewaySettings)), *services]


def settings_class(name: str) -> type[BaseSettings]:
    """The class that the process called ``name`` reads its settings with."""
    if name == GATEWAY:
        return GatewaySettings
    main = importlib.import_module(f"services.{name}.main")
    found: type[BaseSettings] = inspect.signature(main.create).parameters["settings"].annotation
    return found


def _settings(model: type[BaseSettings]) -> tuple[Setting, ...]:
    secrets = secrets_of(model)
    return tuple(
        Setting(
            f"PARLEY_{name.upper()}",
            name,
            _shown(field.default) if not field.is_required() else None,
            field.is_required(),
            name in secrets,
        )
        for name, field in model.model_fields.items()
    )


def _shown(default: object) -> str | None:
    """As a variable would say it."""
    if default is None:
        return None
    return "[]" if default == () else str(default)
