"""What becomes of sockets, for Prometheus: who got one, who did not, and how each ended.

A gateway keeps nothing of a client that is gone, so it cannot tell one who comes from one who comes
back; what those who come back had missed is counted where they read it, by ``services/chat``.
"""

from prometheus_client import Counter

from gateway.live.socket import Close

OPENED = Counter(
    "parley_sockets_opened_total",
    "Sockets asked for, by whose and outcome: ready, or why there is none.",
    ["kind", "outcome"],
)
CLOSED = Counter(
    "parley_sockets_closed_total",
    "Sockets that were ready and ended, by whose and reason.",
    ["kind", "reason"],
)

_REASONS = {
    1000: "left",
    1001: "left",
    1005: "left",
    1009: "bad-frame",
    1012: "drained",
    Close.BAD_FRAME: "bad-frame",
    Close.UNAUTHENTICATED: "token-ran-out",
    Close.TOO_SLOW: "too-slow",
    Close.SESSION_ENDED: "session-ended",
}


def reason(code: int) -> str:
    """Why a socket was closed with ``code``. Lost: without a word, or nothing could be sent."""
    return _REASONS.get(code, "lost")
