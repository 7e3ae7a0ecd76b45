"""What breaks those who read an event, and what does not."""

from typing import Any

import pytest

from deploy.catalogue import compatibility

Schema = dict[str, Any]

NULL = {"type": "null"}
TEXT = {"type": "string"}
OLD: Schema = {
    "type": "object",
    "$defs": {
        "Person": {
            "type": "object",
            "properties": {"name": TEXT, "age": {"type": "integer"}},
            "required": ["name"],
        }
    },
    "properties": {
        "id": {"type": "string", "pattern": "^[a-z]+$"},
        "status": {"type": "string", "enum": ["open", "closed"]},
        "size": {"type": "integer", "minimum": 1, "maximum": 10},
        "by": {"anyOf": [{"$ref": "#/$defs/Person"}, NULL]},
        "people": {"type": "array", "items": {"$ref": "#/$defs/Person"}},
        "later": TEXT,
    },
    "required": ["id", "status", "size", "by", "people"],
}


def changed(**fields: Schema | None) -> Schema:
    """With these fields instead; None removes one."""
    kept = {**OLD["properties"], **fields}
    properties = {name: schema for name, schema in kept.items() if schema is not None}
    return {**OLD, "properties": properties}


def person(properties: Schema, required: list[str]) -> Schema:
    known = {"type": "object", "properties": properties, "required": required}
    return {**OLD, "$defs": {"Person": known}}


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        changed(more=TEXT),
        changed(status={"type": "string", "enum": ["open", "closed", "asleep"]}),
        changed(size={"type": "integer", "minimum": 0, "maximum": 20}),
        changed(size={"type": "integer"}),
        changed(id=TEXT),
        changed(later={"type": "string", "title": "Later", "description": "Said otherwise."}),
        person({"name": TEXT, "age": {"type": "integer"}, "nick": TEXT}, ["name"]),
    ],
)
def test_what_is_added_or_loosened_breaks_nobody(new: Schema) -> None:
    assert compatibility.breaks(OLD, new) == []


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (changed(status=None), "`status` was removed"),
        (changed(later=None), "`later` was removed"),
        ({**OLD, "required": [*OLD["required"], "later"]}, "`later` was made required"),
        ({**OLD, "required": ["id", "status", "by", "people"]}, "`size` may now be missing"),
        (
            {**changed(more=TEXT), "required": [*OLD["required"], "more"]},
            "`more` is new and required, and older events lack it: give it a default",
        ),
        (changed(status={"type": "string", "enum": ["open"]}),
         "`status` was narrowed: it is no longer closed"),
        (changed(status={"type": "string", "const": "open"}),
         "`status` was narrowed: it is no longer closed"),
        (changed(later={"type": "string", "enum": ["a"]}), "`later` was narrowed to a"),
        (changed(status=TEXT), "`status` may now have any value"),
        (changed(size={"type": "integer", "minimum": 2, "maximum": 10}),
         "`size` was narrowed: its minimum is 2, and was 1"),
        (changed(size={"type": "integer", "minimum": 1, "maximum": 9}),
         "`size` was narrowed: its maximum is 9, and was 10"),
        (changed(later={"type": "string", "maxLength": 5}),
         "`later` was narrowed: its maxLength is 5, and was not there"),
        (changed(id={"type": "string", "pattern": "^[a-f]+$"}),
         "`id` was narrowed: its pattern is ^[a-f]+$, and was ^[a-z]+$"),
        (changed(by={"$ref": "#/$defs/Person"}), "`by` is no longer null"),
        (changed(later={"anyOf": [TEXT, NULL]}), "`later` may now be null"),
        (changed(people={"type": "array", "items": TEXT}), "`people[]` is no longer object"),
        (changed(later={"type": "string", "contentEncoding": "base64"}),
         "`later` has another contentEncoding, and nobody can tell whom that breaks"),
        (person({"age": {"type": "integer"}}, []), "`by.name` was removed"),
        (person({"age": {"type": "integer"}}, []), "`people[].name` was removed"),
    ],
)  # fmt: skip
def test_what_is_removed_made_required_or_narrowed_is_named(new: Schema, sentence: str) -> None:
    assert sentence in compatibility.breaks(OLD, new)


def test_advice_names_the_next_version() -> None:
    assert "say the change as a.b.v3 beside it" in compatibility.advice("a.b.v2", "`x` was removed")
