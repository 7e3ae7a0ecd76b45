"""Every operation of the API answers as documented, whatever is sent to it, and lets nobody in whom
it does not ask for.
"""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.openapi import files
from tests.fuzz.budget import budget
from tests.fuzz.conftest import Caller

Operation = APIOperation[Any, Any, Any, Any]
SCHEMA = schemathesis.openapi.from_dict(json.loads(files.PATH.read_text()))
OPERATIONS = [each.ok() for each in SCHEMA.get_all_operations() if isinstance(each, Ok)]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
EXAMPLES = {"admin": 6, "agent": 3, "customer": 6, "nobody": 6}
FRAMING = ("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade")
"""Headers of the connection: the server answers nonsense in them, before any route."""
SCHEMES = {"admin": "apiToken", "agent": "apiToken", "customer": "visitorToken", "nobody": None}


def is_for(role: str, operation: Operation) -> bool:
    """Whether the operation asks for such a caller; what asks for nobody is for ``nobody``."""
    asked = [scheme for one in operation.definition.raw.get("security", []) for scheme in one]
    return SCHEMES[role] in (asked or [None])


def requests(operation: Operation, known: dict[str, str]) -> st.SearchStrategy[Case[Any]]:
    """What the operation takes, about anything and about what is there; and what it does not."""
    sound, broken = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
    there = about_what_is_there(operation, known)
    strategy = operation.as_strategy(sound, path_parameters=there) | operation.as_strategy(sound)
    if not operation.body and not operation.query:
        return strategy
    return strategy | operation.as_strategy(broken, path_parameters=there)


def about_what_is_there(operation: Operation, known: dict[str, str]) -> dict[str, str] | None:
    """Its path with real ids in it."""
    names = {each.name for each in operation.path_parameters}
    return {name: value for name, value in known.items() if name in names} or None


def name_what_is_there(body: object, known: dict[str, str]) -> None:
    """The ids in a body, too, are those of something."""
    if not isinstance(body, dict):
        return
    if isinstance(body.get("company_id"), str):
        body["company_id"] = known["company_id"]
    if isinstance(body.get("attachment_ids"), list):
        body["attachment_ids"] = [known["attachment_id"]]


@pytest.mark.parametrize(
    ("role", "operation"),
    [
        pytest.param(role, operation, id=f"{role} {operation.label}")
        for operation in OPERATIONS
        for role in EXAMPLES
        if is_for(role, operation)
    ],
)
def test_an_operation_answers_as_documented(
    role: str, operation: Operation, caller: Caller
) -> None:
    takes_anything = operation.body or operation.query or operation.path_parameters

    @budget(EXAMPLES[role] if takes_anything else 1)
    @given(case=requests(operation, caller.known), is_real=st.booleans())
    def answers(case: Case[Any], is_real: bool) -> None:
        for name in FRAMING:
            case.headers.pop(name, None)
        if is_real:
            name_what_is_there(case.body, caller.known)
        response = case.call(base_url=caller.base_url, headers=caller.headers)
        case.validate_response(response, checks=CHECKS, headers=caller.headers)

    answers()


@pytest.mark.parametrize("role", EXAMPLES)
def test_an_operation_lets_nobody_in_whom_it_does_not_ask_for(role: str, caller: Caller) -> None:
    for operation in OPERATIONS:
        if is_for(role, operation) or is_for("nobody", operation):
            continue
        there = about_what_is_there(operation, caller.known)
        sound = operation.as_strategy(GenerationMode.POSITIVE, path_parameters=there)

        @budget(1)
        @given(case=sound)
        def is_refused(case: Case[Any]) -> None:
            response = case.call(base_url=caller.base_url, headers=caller.headers)
            case.validate_response(response, checks=CHECKS, headers=caller.headers)
            assert response.status_code == 401

        is_refused()
