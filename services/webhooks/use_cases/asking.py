"""What admins see of deliveries, and what they have sent again, or to try it out."""

from dataclasses import dataclass
from datetime import datetime

from services.webhooks import trials
from services.webhooks.domain.deliveries import PURGED, Delivery, NothingToSend, State
from services.webhooks.domain.endpoints import Disabled
from services.webhooks.use_cases import endpoints
from services.webhooks.use_cases.hearing import delivery_of
from services.webhooks.use_cases.webhooks import Webhooks
from shared import refusals
from shared.mongo import Transaction


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the log."""

    limit: int
    state: State | None = None
    cursor: str | None = None


async def log(
    webhooks: Webhooks, workspace_id: str, endpoint_id: str, wanted: Wanted
) -> tuple[list[Delivery], str | None]:
    """One page, the newest first, and the cursor of the next one. Raises ``NotFound``."""
    await endpoints.get(webhooks, workspace_id, endpoint_id)
    # One more than asked for tells whether there is a next page.
    found = await webhooks.repository.deliveries.page(
        workspace_id, endpoint_id, wanted.limit + 1, state=wanted.state, before=wanted.cursor
    )
    page = found[: wanted.limit]
    return page, page[-1].id if len(found) > len(page) else None


async def get(
    webhooks: Webhooks, workspace_id: str, endpoint_id: str, delivery_id: str
) -> Delivery:
    """One of them. Raises ``NotFound``."""
    found = await webhooks.repository.deliveries.find(workspace_id, endpoint_id, delivery_id)
    if found is None:
        raise refusals.NotFound
    return found


async def redeliver(
    webhooks: Webhooks, workspace_id: str, endpoint_id: str, delivery_id: str
) -> Delivery:
    """Send it again, now, under the same id. Raises ``NotFound``, ``Disabled``,
    ``NothingToSend``.
    """
    await _require_enabled(webhooks, workspace_id, endpoint_id)
    found = await get(webhooks, workspace_id, endpoint_id, delivery_id)
    again = await webhooks.repository.deliveries.again(found)
    if again is None:
        raise NothingToSend(PURGED)
    webhooks.bell.set()
    return again


async def redeliver_failed(
    webhooks: Webhooks, workspace_id: str, endpoint_id: str, since: datetime
) -> int:
    """As ``redeliver``, for all that failed of what came since then; how many that are."""
    await _require_enabled(webhooks, workspace_id, endpoint_id)
    count = await webhooks.repository.deliveries.all_again(workspace_id, endpoint_id, since)
    webhooks.bell.set()
    return count


async def test(webhooks: Webhooks, workspace_id: str, endpoint_id: str) -> Delivery:
    """Send something there, also where nothing else is sent now. Raises ``NotFound``."""
    endpoint = await endpoints.get(webhooks, workspace_id, endpoint_id)
    event = trials.event(endpoint, webhooks.now(), webhooks.new_id())
    delivery = delivery_of(webhooks, event, endpoint)

    async def attempt(tx: Transaction) -> None:
        await webhooks.repository.deliveries.add([delivery], tx)
        tx.after_commit(webhooks.bell.set)

    await webhooks.mongo.transact(attempt)
    return delivery


async def _require_enabled(webhooks: Webhooks, workspace_id: str, endpoint_id: str) -> None:
    endpoint = await endpoints.get(webhooks, workspace_id, endpoint_id)
    if not endpoint.is_enabled:
        raise Disabled("Enable it first.")
