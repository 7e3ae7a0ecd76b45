"""Who passes which door: the half of the oracle that is about people.

A door is what a route asks of its caller. A standing is what makes one caller different from
another; whoever has it is let in, or is refused with the problem that stands here.
"""

from typing import Final

OK: Final = ""
WHO: Final = "unauthenticated"
ROLE: Final = "forbidden"
PLAN: Final = "plan-required"
OFF: Final = "live-chat-off"
GONE: Final = "conversation-ended"
LOST: Final = "not-found"

STATUS: Final = {
    WHO: 401,
    ROLE: 403,
    PLAN: 402,
    OFF: 403,
    GONE: 404,
    LOST: 404,
    "invalid": 422,
    "unknown-attachment": 422,
    "unknown-company": 422,
}
"""The status of each problem that the tables name."""

EVERYBODY: Final = "everybody"
"""The door that is no door."""

DOORS: Final = (
    "agents",
    "admins",
    "chatting",
    "chatting admins",
    "agents' stream",
    "customers",
    "customers' stream",
    "starting",
    "file",
)
"""``starting`` and ``file`` are open to whoever shows the workspace's key, or a mailed link to one
of its files: only the workspace counts there.
"""

STANDINGS: Final = {
    #                              agents admins chatting admins stream customers str. starting file
    "nobody":                      (WHO, WHO,  WHO,  WHO,  WHO,  WHO,  WHO,  OK,   OK),
    "agent":                       (OK,  ROLE, OK,   ROLE, OK,   WHO,  WHO,  OK,   OK),
    "admin":                       (OK,  OK,   OK,   OK,   OK,   WHO,  WHO,  OK,   OK),
    "customer":                    (WHO, WHO,  WHO,  WHO,  WHO,  OK,   OK,   OK,   OK),
    "customer of what is deleted": (WHO, WHO,  WHO,  WHO,  WHO,  GONE, OK,   OK,   OK),
    "agent below the plan":        (OK,  ROLE, PLAN, PLAN, PLAN, WHO,  WHO,  PLAN, PLAN),
    "admin below the plan":        (OK,  OK,   PLAN, PLAN, PLAN, WHO,  WHO,  PLAN, PLAN),
    "customer below the plan":     (WHO, WHO,  WHO,  WHO,  WHO,  PLAN, PLAN, PLAN, PLAN),
    "agent while it is off":       (OK,  ROLE, OFF,  OFF,  OK,   WHO,  WHO,  OFF,  OK),
    "admin while it is off":       (OK,  OK,   OFF,  OFF,  OK,   WHO,  WHO,  OFF,  OK),
    "customer while it is off":    (WHO, WHO,  WHO,  WHO,  WHO,  OFF,  OFF,  OFF,  OK),
}  # fmt: skip


def refusal(standing: str, door: str) -> str:
    """The problem that somebody of this standing meets at ``door``; empty where they pass."""
    return OK if door == EVERYBODY else STANDINGS[standing][DOORS.index(door)]
