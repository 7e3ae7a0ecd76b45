"""Every frame that a client may send, and whose it is to say: the oracle of the sockets."""

from dataclasses import dataclass
from typing import Any, Final

AGENTS, CUSTOMERS = "agents' stream", "customers' stream"
STREAMS: Final = {AGENTS: "/api/v1/stream", CUSTOMERS: "/widget/v1/stream"}


@dataclass(frozen=True)
class Frame:
    """What is said once a socket is ready. Where it is none's to say, the socket is closed."""

    said: dict[str, Any]
    by: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        name: str = self.said["type"]
        return name


FRAMES: Final = (
    Frame({"type": "ping"}, by=(AGENTS, CUSTOMERS)),
    Frame(
        {"type": "presence", "conversation_id": "{conversation}", "activity": "replying"},
        by=(AGENTS,),
    ),
    Frame({"type": "typing", "is_typing": True}, by=(CUSTOMERS,)),
    Frame({"type": "token", "token": "{secret}"}),
)
