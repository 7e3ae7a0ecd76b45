"""The tables of the service's README say what the code says."""

import inspect
from collections.abc import Iterable
from pathlib import Path

from services.chat import events
from shared.settings import ServiceSettings

README = Path(inspect.getfile(events)).with_name("README.md").read_text()


def table(heading: str, head: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| `{name}` | {meaning} |" for name, meaning in rows]
    return "\n".join([f"## {heading}\n", head, "|---|---|", *lines]) + "\n"


def said() -> Iterable[tuple[str, str]]:
    """Each event with the first line of the function that makes it."""
    for name, make in vars(events).items():
        if inspect.isfunction(make) and make.__module__ == events.__name__ and name[0] != "_":
            event = inspect.signature(make).return_annotation
            (fact,) = event.__pydantic_generic_metadata__["args"]
            yield fact.event_type, inspect.getdoc(make) or ""


def settings() -> Iterable[tuple[str, str]]:
    """Each environment variable with its default."""
    for name, field in ServiceSettings.model_fields.items():
        default = "refuses to start" if field.is_required() else f"`{field.default}`"
        yield f"PARLEY_{name.upper()}", default


def test_the_readme_names_every_event_that_is_said() -> None:
    assert table("Says", "| Event | When |", said()) in README


def test_the_readme_names_every_setting() -> None:
    assert table("Settings", "| Variable | When it is not set |", settings()) in README
