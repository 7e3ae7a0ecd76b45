"""Sends what is due: once where nothing fails, again after a crash, under the same id.

A delivery is taken under a lease and sent, and what came of it is written in one transaction with
what that means for its endpoint. A process that dies between leaves it to whoever finds the lease
run out.
"""

from prometheus_client import Counter

from services.webhooks import events
from services.webhooks.domain import deliveries as domain
from services.webhooks.domain import endpoints, signatures
from services.webhooks.domain.deliveries import PURGED, Attempt, Delivery
from services.webhooks.domain.endpoints import Endpoint
from services.webhooks.use_cases.endpoints import give_up
from services.webhooks.use_cases.webhooks import Webhooks
from shared import telemetry
from shared.mongo import Transaction

_log = telemetry.logger(__name__)

ATTEMPTS = Counter(
    "parley_webhook_attempts_total",
    "Requests to endpoints, by outcome: delivered, refused (an answer that is not 2xx) or "
    "unanswered.",
    ["outcome"],
)


async def deliver(webhooks: Webhooks, delivery: Delivery) -> bool:
    """Try a delivery whose lease is held, and write down what came of it. False where it failed."""
    repository = webhooks.repository
    endpoint = await repository.endpoints.find(delivery.workspace_id, delivery.endpoint_id)
    if endpoint is None:
        await repository.deliveries.remove_of(delivery.endpoint_id)
        return True
    if not endpoint.is_enabled and not delivery.is_test:
        await give_up(webhooks, endpoint)
        return True
    if delivery.body is None:
        await _forgo(webhooks, delivery)
        return True
    attempt, retry_after = await _attempt(webhooks, endpoint, delivery, delivery.body)
    await _record(webhooks, delivery, attempt, retry_after)
    return attempt.error is None


async def _attempt(
    webhooks: Webhooks, endpoint: Endpoint, delivery: Delivery, body: bytes
) -> tuple[Attempt, float]:
    """With the seconds for which the endpoint asks to be left alone."""
    at = webhooks.now()
    headers = signatures.headers(delivery.event_id, at, body, endpoint.signing(at))
    answer = await webhooks.caller.post(endpoint.url, headers, body)
    outcome = "delivered" if answer.error is None else "refused" if answer.status else "unanswered"
    ATTEMPTS.labels(outcome).inc()
    _log.info(
        "webhook attempted",
        endpoint=endpoint.id,
        event_id=delivery.event_id,
        outcome=outcome,
        status=answer.status,
    )
    attempt = Attempt(at, answer.status, answer.milliseconds, answer.error)
    return attempt, answer.retry_after_seconds


async def _record(
    webhooks: Webhooks, delivery: Delivery, attempt: Attempt, retry_after: float
) -> None:
    after, pause = domain.attempted(delivery, attempt, webhooks.patience, retry_after)

    async def write(tx: Transaction) -> None:
        if await webhooks.repository.deliveries.settle(after, pause, tx):
            await _judge(webhooks, delivery, attempt.error, tx)

    await webhooks.mongo.transact(write, turns=[delivery.endpoint_id])


async def _judge(
    webhooks: Webhooks, delivery: Delivery, error: str | None, tx: Transaction
) -> None:
    """What the attempt means for its endpoint: it works, it fails, or it has for too long."""
    now, rows = webhooks.now(), webhooks.repository.endpoints
    before = await rows.find(delivery.workspace_id, delivery.endpoint_id, tx)
    if before is None:
        return
    after = endpoints.reached(before, now) if error is None else endpoints.missed(before, now)
    if error is not None and endpoints.is_given_up(after, webhooks.tolerance, now):
        after = endpoints.disabled(after, error, now)
        await webhooks.outbox.append(tx, events.disabled(after, now, webhooks.new_id()))
    await rows.save(after, tx)


async def _forgo(webhooks: Webhooks, delivery: Delivery) -> None:
    async def write(tx: Transaction) -> None:
        ended = domain.given_up(delivery, PURGED)
        await webhooks.repository.deliveries.settle(ended, None, tx)

    await webhooks.mongo.transact(write)
