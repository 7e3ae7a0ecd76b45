"""A JSON Schema as rows for people: each field with its path, its kind and what it means. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an event. ``is_always_there`` is false for those that older events may lack."""

    path: str
    kind: str
    is_always_there: bool
    meaning: str


def fields(schemas: dict[str, Schema], schema: Schema, path: str = "") -> Iterator[Field]:
    """The fields of an object and of the objects in it; ``schemas`` holds what is referred to."""
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        alternatives = _alternatives(schemas, field)
        kind = " or ".join(_kind(schemas, each) for each in alternatives)
        meaning = next((each["description"] for each in alternatives if "description" in each), "")
        yield Field(here, kind, name in required, " ".join(meaning.replace("``", "").split()))
        for each in alternatives:
            yield from fields(schemas, *_inside(schemas, each, here))


def _alternatives(schemas: dict[str, Schema], schema: Schema) -> list[Schema]:
    schema = _resolved(schemas, schema)
    return [_resolved(schemas, each) for each in schema.get("anyOf", [schema])]


def _inside(schemas: dict[str, Schema], schema: Schema, path: str) -> tuple[Schema, str]:
    """The object whose fields come below ``path``, if there is one."""
    if "items" in schema:
        return _resolved(schemas, schema["items"]), f"{path}[]"
    return schema, path


def _kind(schemas: dict[str, Schema], schema: Schema) -> str:
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        return ", ".join(f'"{value}"' for value in schema["enum"])
    if "items" in schema:
        kinds = (_kind(schemas, each) for each in _alternatives(schemas, schema["items"]))
        return f"list of {' or '.join(kinds)}s"
    return str(schema.get("format") or schema.get("type", "anything"))


def _resolved(schemas: dict[str, Schema], schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    return schema
