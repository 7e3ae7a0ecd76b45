"""The catalogue of events is what the code says, is valid, and breaks nobody who reads it."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from deploy.catalogue import compatibility, files, publishing, schemas
from deploy.local import web
from shared.contracts.conversation_events import ConversationClosed
from tests import said

DOCUMENT: dict[str, Any] = json.loads((files.FOLDER / files.DOCUMENT).read_text())
PUBLISHED = publishing.published()
TYPES = [each.type for each in PUBLISHED]


@pytest.fixture(scope="module")
def official() -> jsonschema_rs.Validator:
    """The official schema of AsyncAPI documents, of the initiative's own package."""
    web.install(web.EXAMPLES)
    specs = web.EXAMPLES / "node_modules" / "@asyncapi" / "specs" / "schemas"
    return jsonschema_rs.validator_for(json.loads((specs / "3.0.0.json").read_text()))


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for inner in node.values():
            yield from references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references(inner)


def found(reference: str) -> Any:
    node: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


def test_no_change_breaks_the_readers_of_an_event() -> None:
    assert files.broken() == []


def test_it_is_what_the_code_says() -> None:
    assert files.stale() == [], "stale: run `make catalogue`"


def test_it_has_no_file_of_an_event_that_is_not_said() -> None:
    for kind in ("schemas", "examples"):
        assert {path.stem for path in (files.FOLDER / kind).iterdir()} == set(TYPES)


def test_the_asyncapi_document_is_valid(official: jsonschema_rs.Validator) -> None:
    assert [str(error) for error in official.iter_errors(DOCUMENT)] == []


@pytest.mark.parametrize(
    "change", [{"asyncapi": "9.9.9"}, {"info": {"title": "no version"}}, {"operations": {"o": {}}}]
)
def test_a_document_that_is_not_valid_would_be_noticed(
    official: jsonschema_rs.Validator, change: dict[str, Any]
) -> None:
    assert not official.is_valid(DOCUMENT | change)


def test_everything_that_the_asyncapi_document_refers_to_is_in_it() -> None:
    refs = set(references(DOCUMENT))
    assert len(refs) > len(TYPES)
    assert all(map(found, refs))


@pytest.mark.parametrize("event_type", TYPES)
def test_an_event_has_an_example_that_its_schema_and_the_document_allow(event_type: str) -> None:
    example = json.loads((files.FOLDER / files.example_path(event_type)).read_text())
    schema = json.loads((files.FOLDER / files.schema_path(event_type)).read_text())
    jsonschema_rs.validate(schema, example, validate_formats=True)
    inlined = {"$ref": f"#/components/schemas/{event_type}", "components": DOCUMENT["components"]}
    jsonschema_rs.validate(inlined, example)
    assert example["type"] == event_type


def test_who_says_and_who_hears_an_event_is_told() -> None:
    operations = DOCUMENT["operations"]
    assert operations["chat-says-conversation.closed.v1"]["action"] == "send"
    assert operations["notifier.alerts.v1-hears-conversation.closed.v1"]["action"] == "receive"
    assert DOCUMENT["components"]["messages"]["conversation.closed.v1"]["x-said-by"] == ["chat"]


def test_renaming_a_field_says_what_to_do() -> None:
    old = schemas.event_schema(ConversationClosed)
    new = json.loads(json.dumps(old).replace('"closed_by"', '"ended_by"'))
    sentences = [
        compatibility.advice(ConversationClosed.event_type, each)
        for each in compatibility.breaks(old, new)
    ]
    assert sentences[0] == (
        "conversation.closed.v1: `data.closed_by` was removed. Its readers count on it: leave "
        "conversation.closed.v1 as it was, and say the change as conversation.closed.v2 beside it "
        "(docs/events.md)."
    )


def test_an_event_that_is_not_as_promised_would_be_noticed() -> None:
    catalogue = said.Catalogue()
    example = json.loads((files.FOLDER / files.example_path("conversation.closed.v1")).read_text())
    assert catalogue.misfit(example) is None
    assert catalogue.misfit(example | {"data": {}}) is not None
    assert catalogue.misfit(example | {"time": "yesterday"}) is not None
    assert catalogue.misfit(example | {"type": "conversation.sold.v1"}) is not None
