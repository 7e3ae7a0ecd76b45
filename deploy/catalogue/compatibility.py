"""What a change of an event's schema breaks for those who read it. Pure.

A reader of version 1 may count on every field, its type and its limits, for events that come and
for those in the log. So fields may be added (with a default) and closed sets of values may grow;
anything else is a new version.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
EXACT = ("pattern", "format", "multipleOf", "uniqueItems")
SHAPE = ("type", "const", "enum", "properties", "required", "items", "additionalProperties")
WORDS = ("title", "description", "default", "examples", "$defs", "$schema", "$id", "discriminator")


def advice(event_type: str, breaks: str) -> str:
    """What somebody should do who changed ``event_type`` so that it ``breaks``."""
    stem, _, version = event_type.rpartition(".v")
    return (
        f"{event_type}: {breaks}. Its readers count on it: leave {event_type} as it was, and say "
        f"the change as {stem}.v{int(version) + 1} beside it (docs/events.md)."
    )


def breaks(old: Schema, new: Schema) -> list[str]:
    """Each break of a reader of ``old`` as half a sentence that names the field."""
    return list(_Comparison(old, new).of("", old, new))


class _Comparison:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new

    def of(self, path: str, old: Schema, new: Schema) -> Iterator[str]:
        """Compare what two schemas say of the value at ``path``."""
        old_kinds, new_kinds = self._kinds(self._old, old), self._kinds(self._new, new)
        name = path or "the event"
        for kind in sorted(old_kinds.keys() - new_kinds.keys()):
            yield f"`{name}` is no longer {kind}"
        for kind in sorted(new_kinds.keys() - old_kinds.keys()):
            yield f"`{name}` may now be {kind}"
        for kind in sorted(old_kinds.keys() & new_kinds.keys()):
            yield from self._same_kind(path, old_kinds[kind], new_kinds[kind])

    def _same_kind(self, path: str, old: Schema, new: Schema) -> Iterator[str]:
        yield from _values(path, old, new)
        yield from _limits(path, old, new)
        yield from self._fields(path, old, new)
        if "items" in old or "items" in new:
            yield from self.of(f"{path}[]", old.get("items", {}), new.get("items", {}))
        yield from self._additional(path, old, new)
        yield from _unknown(path, old, new)

    def _fields(self, path: str, old: Schema, new: Schema) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        needed_before, needed = set(old.get("required", ())), set(new.get("required", ()))
        for field in before:
            name = f"{path}.{field}".lstrip(".")
            if field not in after:
                yield f"`{name}` was removed"
                continue
            if field in needed - needed_before:
                yield f"`{name}` was made required"
            if field in needed_before - needed:
                yield f"`{name}` may now be missing"
            yield from self.of(name, before[field], after[field])
        for field in after.keys() - before.keys() & needed:
            if field in needed:
                name = f"{path}.{field}".lstrip(".")
                yield f"`{name}` is new and required, and older events lack it: give it a default"

    def _additional(self, path: str, old: Schema, new: Schema) -> Iterator[str]:
        before = old.get("additionalProperties", True)
        after = new.get("additionalProperties", True)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from self.of(f"{path}.*", before, after)
        elif before != after:
            yield f"`{path or 'the event'}` takes other additional fields"

    def _kinds(self, root: Schema, schema: Schema) -> dict[str, Schema]:
        """The alternatives of a schema, by what sort of value each is."""
        schema = _resolved(root, schema)
        alternatives = schema.get("anyOf") or schema.get("oneOf")
        if alternatives is None:
            return {_kind(schema): schema}
        found: dict[str, Schema] = {}
        for alternative in alternatives:
            found |= self._kinds(root, alternative)
        return found


def _resolved(root: Schema, schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def _kind(schema: Schema) -> str:
    if "type" in schema:
        kind: str = schema["type"]
        return kind
    return "anything" if not schema.keys() - set(WORDS) else f"as {sorted(schema)} say"


def _values(path: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = _closed_set(old), _closed_set(new)
    if before is None and after is not None:
        yield f"`{path}` was narrowed to {', '.join(sorted(map(str, after)))}"
    elif before is not None and after is None:
        yield f"`{path}` may now have any value"
    elif before and after and (gone := before - after):
        yield f"`{path}` was narrowed: it is no longer {', '.join(sorted(map(str, gone)))}"


def _closed_set(schema: Schema) -> set[Any] | None:
    if "const" in schema:
        return {schema["const"]}
    return set(schema["enum"]) if "enum" in schema else None


def _unknown(path: str, old: Schema, new: Schema) -> Iterator[str]:
    judged = {*LOWER, *UPPER, *EXACT, *SHAPE, *WORDS}
    for word in sorted((old.keys() | new.keys()) - judged):
        if old.get(word) != new.get(word):
            name = path or "the event"
            yield f"`{name}` has another {word}, and nobody can tell whom that breaks"


def _limits(path: str, old: Schema, new: Schema) -> Iterator[str]:
    for word in (*LOWER, *UPPER, *EXACT):
        before, after = old.get(word), new.get(word)
        if after is None or after == before:
            continue
        is_looser = before is not None and (
            (word in LOWER and after < before) or (word in UPPER and after > before)
        )
        if not is_looser:
            yield f"`{path}` was narrowed: its {word} is {after}, and was {before or 'not there'}"
