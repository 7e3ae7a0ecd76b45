"""The description of the public API is what the code says, and leaves no route out."""

import json
from typing import Any

import pytest
from starlette.routing import Route

from deploy.openapi import files, routes
from gateway import main
from gateway.api import forwarding
from shared.contracts import problems

DOCUMENT: dict[str, Any] = json.loads(files.PATH.read_text())
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
ELSEWHERE = {"GET /files/{token}", "GET /widget/v1/events"}
"""A link for mails, and a stream: docs/notifications.md and docs/live-sockets.md describe them."""


def types(operation: str, status: str) -> list[str]:
    """The problems that an operation may answer with under ``status``, in short."""
    response = OPERATIONS[operation]["responses"][status]
    kinds: list[str] = response["content"][problems.CONTENT_TYPE]["schema"]["properties"]["type"][
        "enum"
    ]
    return [kind.removeprefix(problems.type_of("")) for kind in kinds]


def test_it_is_what_the_code_says() -> None:
    assert files.PATH.read_text() == files.text(), "stale: run `make openapi`"


def test_it_describes_every_route_of_the_gateway() -> None:
    served = {
        f"{method} {route.path}"
        for router in main.ROUTERS
        for route in router.routes
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert served - ELSEWHERE == OPERATIONS.keys()


def test_whoever_a_route_asks_for_is_described() -> None:
    callers = {name: operation.get("security") for name, operation in OPERATIONS.items()}
    assert [scheme for one in callers["GET /api/v1/tickets"] for scheme in one] == [
        "session",
        "apiToken",
    ]
    assert callers["GET /widget/v1/conversation"] == [{"visitorToken": []}]
    assert {name for name, caller in callers.items() if not caller} == {
        "GET /avatars/{agent_id}",
        "GET /widget/v1/{workspace_key}/config",
        "POST /api/v1/session",
        "POST /widget/v1/{workspace_key}/conversations",
    }


@pytest.mark.parametrize(
    ("operation", "status", "kinds"),
    [
        ("GET /api/v1/tickets", "401", ["unauthenticated"]),
        ("GET /api/v1/conversations", "402", ["plan-required"]),
        ("DELETE /api/v1/trash/{conversation_id}", "409", ["being-restored"]),
        ("PATCH /api/v1/workspace", "403", ["cross-origin", "forbidden"]),
        (
            "POST /api/v1/conversations/{conversation_id}/messages",
            "409",
            ["conversation-closed", "conversation-converted", "newer-reply"],
        ),
        ("GET /widget/v1/conversation", "404", ["conversation-ended"]),
        ("POST /widget/v1/{workspace_key}/conversations", "409", ["client-id-taken"]),
    ],
)
def test_a_refusal_is_described_with_its_type(
    operation: str, status: str, kinds: list[str]
) -> None:
    assert types(operation, status) == kinds


def test_a_route_that_no_service_has_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    sold = forwarding.Forwarded("GET", "/api/v1/sold", "chat", forwarding.TABLE[0].caller)
    monkeypatch.setattr(forwarding, "TABLE", (*forwarding.TABLE, sold))
    with pytest.raises(routes.NoRoute, match="chat has no route GET /api/v1/sold"):
        routes.public()
