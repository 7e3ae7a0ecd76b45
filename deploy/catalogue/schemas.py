"""The JSON Schema of each event, envelope and data, as a reader meets it.

A field with a default is not required: it came later, and older events of the same version, in the
log or under way, do not have it. Fields of the envelope are always there.
"""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel, create_model
from pydantic.json_schema import models_json_schema

from shared.contracts.events import Event, Fact

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def event_schema(fact: type[Fact]) -> Schema:
    """The schema of one event, complete in itself."""
    schema = {"$schema": DIALECT, **_model(fact).model_json_schema(mode="serialization")}
    return _finished(schema)


def shared_schemas(facts: Iterable[type[Fact]], ref_template: str) -> dict[str, Schema]:
    """The schemas of many events and of all that they refer to, by name; an event's name is that
    of its type.
    """
    models = {fact.event_type: _model(fact) for fact in facts}
    refs, gathered = models_json_schema(
        [(model, "serialization") for model in models.values()], ref_template=ref_template
    )
    definitions: dict[str, Schema] = gathered["$defs"]
    for event_type, model in models.items():
        name = refs[model, "serialization"]["$ref"].rpartition("/")[2]
        definitions[event_type] = _finished(definitions.pop(name))
    return definitions


def _model(fact: type[Fact]) -> type[BaseModel]:
    """The envelope around ``fact``, with its type as a constant."""
    constant: Any = Literal[fact.event_type]
    base: Any = Event.__class_getitem__(fact)
    model: type[BaseModel] = create_model(
        f"{fact.__name__}Event", __base__=base, __doc__=fact.__doc__, type=(constant, ...)
    )
    return model


def _finished(schema: Schema) -> Schema:
    schema["title"] = schema["properties"]["type"]["const"]
    schema["required"] = list(schema["properties"])
    return schema
