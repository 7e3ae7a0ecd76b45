"""What is done about events of others: all that is offered is passed on, and a purge is obeyed."""

from typing import Any

from services.webhooks.use_cases import hearing
from services.webhooks.use_cases.webhooks import Webhooks
from shared.contracts.events import Event
from shared.mongo import Transaction


async def happened(webhooks: Webhooks, tx: Transaction, event: Event[Any]) -> None:
    """It is sent to every endpoint that wants it."""
    await hearing.hear(webhooks, tx, event)


async def purged(webhooks: Webhooks, tx: Transaction, event: Event[Any]) -> None:
    """What was kept of the conversation is forgotten; that it is gone is sent on."""
    await hearing.purge(webhooks, tx, event)
