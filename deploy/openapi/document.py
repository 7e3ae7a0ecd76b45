"""The OpenAPI 3.1 document of the public API: FastAPI's, with who may call what and with every
refusal as a documented problem.
"""

from collections.abc import Mapping
from typing import Any

from fastapi.openapi.utils import get_openapi

from deploy.openapi import refusals
from deploy.openapi.routes import Caller, Public
from shared import problems
from shared.contracts.problems import CONTENT_TYPE, Problem, type_of
from shared.problems import REFUSALS

Node = dict[str, Any]

DESCRIPTION = "\n\n".join(
    (
        "Agents call `/api/v1`, with the cookie of their session or an API token; customers call "
        "`/widget/v1`, with the visitor token that their first message is answered with.",
        "Every error is `application/problem+json` (RFC 9457) with a stable `type`. Every create "
        "takes a `client_id`, under which a repeat is answered like the first. Lists are paged by "
        "an opaque `cursor`, threads by `seq`. Times are UTC, RFC 3339.",
        "Sockets are described at `docs/live-sockets.md` of the source, events at `/events`.",
    )
)
SECURITY: Mapping[Caller, list[Node]] = {
    "agent": [{"session": []}, {"apiToken": []}],
    "customer": [{"visitorToken": []}],
}
SCHEMES: Node = {
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "parley_session",
        "description": "Set by signing in; `__Host-parley_session` over https. A browser sends it "
        "from the gateway's own pages only.",
    },
    "apiToken": {"type": "http", "scheme": "bearer", "description": "An agent's API token."},
    "visitorToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "A customer's, for one conversation.",
    },
}
_UNSAID = ("HTTPValidationError", "ValidationError")
"""Schemas of the framework's own errors, which nobody is answered with."""


def openapi(public: list[Public]) -> Node:
    """The whole document."""
    behind = [each.behind for each in public if each.behind]
    document = get_openapi(
        title="Parley",
        version="1",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        routes=[*(each.route for each in public), *behind],
    )
    for each in public:
        _finish(document, each)
    for route in behind:
        del document["paths"][route.path]
    components = document["components"]
    components["schemas"] = _schemas(components["schemas"])
    components["securitySchemes"] = SCHEMES
    return document


def _finish(document: Node, public: Public) -> None:
    operation = document["paths"][public.route.path][public.method.lower()]
    if public.behind:
        method = public.method.lower()
        _complete(operation, document["paths"][public.behind.path][method])
    operation["responses"] = _responses(operation, public)
    operation["tags"] = [_noun(public)]
    if public.caller:
        operation["security"] = SECURITY[public.caller]


def _noun(public: Public) -> str:
    """``/api/v1/tickets/{ticket_id}`` is about ``tickets``."""
    path = public.route.path.removeprefix("/api/v1")
    return path.split("/")[1]


def _complete(operation: Node, behind: Node) -> None:
    """What the service reads and refuses behind a route of the gateway."""
    operation["requestBody"] = behind["requestBody"]
    refused = {k: v for k, v in behind["responses"].items() if REFUSALS in v}
    operation["responses"] = _merged(operation["responses"], refused)


def _responses(operation: Node, public: Public) -> Node:
    """Answers and problems by status; the framework's own 422 is none that anybody is given."""
    said = operation["responses"]
    if REFUSALS not in said.get("422", {REFUSALS: {}}):
        del said["422"]
    kinds = refusals.usual(
        public,
        has_body="requestBody" in operation,
        has_query=any(each["in"] == "query" for each in operation.get("parameters", ())),
    )
    merged = _merged(said, problems.documented(*kinds))
    return {status: _as_problem(merged[status]) for status in sorted(merged)}


def _merged(responses: Node, more: Mapping[int | str, Node]) -> Node:
    merged = dict(responses)
    for status, response in more.items():
        said = merged.get(str(status), {}).get(REFUSALS, {})
        merged[str(status)] = {REFUSALS: said | response[REFUSALS]}
    return merged


def _as_problem(response: Node) -> Node:
    """A response that stands for refusals, described; any other as it is."""
    if REFUSALS not in response:
        return response
    titles = response[REFUSALS]
    types = {"type": {"enum": [type_of(slug) for slug in titles]}}
    schema = {"$ref": "#/components/schemas/Problem", "properties": types}
    return {
        "description": "; ".join(dict.fromkeys(titles.values())),
        "content": {CONTENT_TYPE: {"schema": schema}},
    }


def _schemas(found: Node) -> Node:
    template = "#/components/schemas/{model}"
    problem = Problem.model_json_schema(ref_template=template, mode="serialization")
    every = found | problem.pop("$defs") | {"Problem": problem}
    return {name: every[name] for name in sorted(every) if name not in _UNSAID}
