"""What a process tells Prometheus of itself. Names follow its conventions
(https://prometheus.io/docs/practices/naming/); no label is an id, a name or a text of anybody's.

It is served on a port of its own, which no public route leads to.
"""

from prometheus_client import Counter, Gauge, Histogram, start_http_server

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
MEASURE_SECONDS = 15.0
"""How often what has to be asked for is asked for."""

REQUESTS = Histogram(
    "parley_http_request_seconds",
    "Until an answer begins, by route as it stands in the code.",
    ["method", "route", "status"],
    buckets=SECONDS,
)
TRANSACTIONS = Histogram(
    "parley_transaction_seconds",
    "A transaction with all its attempts, by how it ended: committed or failed.",
    ["outcome"],
    buckets=SECONDS,
)
TRANSACTION_RETRIES = Counter(
    "parley_transaction_retries_total", "Attempts that the database called a passing failure."
)
EVENTS = Counter(
    "parley_events_said_total",
    "Events given to the broker, by outcome: confirmed or unconfirmed (it is said again).",
    ["outcome"],
)
OUTBOX_ROWS = Gauge("parley_outbox_rows", "Events that are decided and not forgotten yet.")
OUTBOX_AGE = Gauge(
    "parley_outbox_oldest_seconds", "How long the oldest of them waits; 0 when there is none."
)
DELIVERIES = Histogram(
    "parley_delivery_seconds",
    "Deliveries of a durable queue, by outcome: handled, retried, dead or left to the broker.",
    ["queue", "outcome"],
    buckets=SECONDS,
)
QUEUE = Gauge(
    "parley_queue_messages",
    "What lies in a durable queue, by kind: ready, waiting for its next attempt, or dead.",
    ["queue", "kind"],
)


def serve(host: str, port: int) -> None:
    """Answer ``GET /metrics`` from a thread, so that a busy event loop can still be seen."""
    start_http_server(port, addr=host)
