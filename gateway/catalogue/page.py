"""The AsyncAPI document as a page for people."""

import json
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from gateway.catalogue.fields import Field, fields

HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event type, ready to be shown; ``example`` is JSON."""

    type: str
    summary: str
    routing_key: str
    said_by: list[str]
    heard_by: list[str]
    is_on_sockets: bool
    fields: list[Field]
    example: str | None


def render(document: dict[str, Any]) -> str:
    """The page, as HTML."""
    entries = [_entry(document, name) for name in document["components"]["messages"]]
    by_noun = {
        noun: list(group)
        for noun, group in groupby(entries, lambda entry: entry.type.partition(".")[0])
    }
    envelope = [
        replace(field, kind="string") if field.path == "type" else field
        for field in _fields(document, entries[0].type)
        if "." not in field.path
    ]
    return _TEMPLATES.get_template("page.html").render(
        info=document["info"], nouns=by_noun, envelope=envelope
    )


def _entry(document: dict[str, Any], event_type: str) -> Entry:
    message = document["components"]["messages"][event_type]
    examples = message.get("examples", ())
    return Entry(
        type=event_type,
        summary=message["summary"].replace("`", ""),
        routing_key=document["channels"][event_type.rpartition(".")[0]]["address"],
        said_by=message["x-said-by"],
        heard_by=message["x-heard-by"],
        is_on_sockets=message["x-on-sockets"],
        fields=[f for f in _fields(document, event_type) if f.path.startswith("data.")],
        example=_pretty(examples[0]["payload"]) if examples else None,
    )


def _fields(document: dict[str, Any], event_type: str) -> list[Field]:
    schemas = document["components"]["schemas"]
    return list(fields(schemas, schemas[event_type]))


def _pretty(event: object) -> str:
    return json.dumps(event, indent=2, ensure_ascii=False)
