"""The tables of every service's README say what the code says."""

import importlib
import inspect
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

from deploy.local.services import SERVICES

Rows = Iterable[tuple[str, str]]


@pytest.fixture(params=SERVICES)
def main(request: pytest.FixtureRequest) -> ModuleType:
    """A service's composition root."""
    return importlib.import_module(f"services.{request.param}.main")


@pytest.fixture
def readme(main: ModuleType) -> str:
    return Path(inspect.getfile(main)).with_name("README.md").read_text()


def section(heading: str, head: str, rows: Rows) -> str:
    lines = [f"| `{name}` | {meaning} |" for name, meaning in rows]
    text = "\n".join([head, "|---|---|", *lines]) if lines else "Nothing."
    return f"## {heading}\n\n{text}\n"


def said(main: ModuleType) -> Rows:
    """Each event with the first line of the function that makes it."""
    events = importlib.import_module(f"services.{main.NAME}.events")
    for name, make in vars(events).items():
        if inspect.isfunction(make) and make.__module__ == events.__name__ and name[0] != "_":
            event = inspect.signature(make).return_annotation
            (fact,) = event.__pydantic_generic_metadata__["args"]
            yield fact.event_type, first_line(make)


def heard(main: ModuleType) -> Rows:
    """Each event with the first line of the function that is its effect."""
    for subscription in main.SUBSCRIPTIONS:
        for fact, effect in subscription.effects.items():
            yield fact.event_type, first_line(effect)


def settings(main: ModuleType) -> Rows:
    """Each environment variable with its default."""
    model = inspect.signature(main.create).parameters["settings"].annotation
    for name, field in model.model_fields.items():
        default = "refuses to start" if field.is_required() else f"`{field.default}`"
        yield f"PARLEY_{name.upper()}", default


def first_line(function: object) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0]


def test_it_names_every_event_that_is_said(main: ModuleType, readme: str) -> None:
    assert section("Says", "| Event | When |", said(main)) in readme


def test_it_names_every_event_that_is_heard(main: ModuleType, readme: str) -> None:
    assert section("Hears", "| Event | Effect |", heard(main)) in readme


def test_it_names_every_setting(main: ModuleType, readme: str) -> None:
    assert section("Settings", "| Variable | When it is not set |", settings(main)) in readme
