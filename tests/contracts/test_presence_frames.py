"""What may be said of presence on a socket, and in which exact form."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.contracts import schema
from shared.contracts.frames import ClientFrame

FRAMES: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)
PRESENCE: dict[str, Any] = {"type": "presence", "conversation_id": "c1", "activity": "viewing"}


@pytest.mark.parametrize(
    "frame",
    [
        PRESENCE,
        PRESENCE | {"activity": "replying"},
        PRESENCE | {"activity": "none"},
        {"type": "typing", "is_typing": True},
    ],
)
def test_these_are_frames(frame: dict[str, Any]) -> None:
    assert FRAMES.validate_python(frame).model_dump() == frame


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "presence"},
        PRESENCE | {"activity": "looking"},
        PRESENCE | {"activity": None},
        PRESENCE | {"conversation_id": {"$ne": None}},
        PRESENCE | {"conversation_id": ["c1"]},
        PRESENCE | {"conversation_id": "c/1"},
        PRESENCE | {"conversation_id": ""},
        PRESENCE | {"conversation_id": "c" * 65},
        PRESENCE | {"workspace_id": "w2"},
        {"type": "typing"},
        {"type": "typing", "is_typing": 1},
        {"type": "typing", "is_typing": "true"},
        {"type": "typing", "is_typing": True, "conversation_id": "c2"},
    ],
)
def test_these_are_not(frame: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FRAMES.validate_python(frame)


def test_the_public_schema_names_every_frame_of_presence_on_the_right_side() -> None:
    defs = schema.public_schema()["$defs"]

    def types(union: str) -> set[str]:
        names = (one["$ref"].rpartition("/")[2] for one in defs[union]["oneOf"])
        return {defs[name]["properties"]["type"]["const"] for name in names}

    agents_only = {
        "presence.changed.v1",
        "presence.team_changed.v1",
        "customer.typing.v1",
        "agent.availability_changed.v1",
    }
    visitors_only = {"agent.typing.v1", "agents.availability.v1"}
    assert agents_only <= types("AgentFrame")
    assert visitors_only <= types("VisitorFrame")
    assert not agents_only & types("VisitorFrame")
    assert not visitors_only & types("AgentFrame")
