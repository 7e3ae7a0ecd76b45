"""Keep what happened for whoever is to be told of it, and forget it where it must be forgotten."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from services.webhooks.domain.deliveries import Delivery, given_up
from services.webhooks.domain.endpoints import Endpoint
from services.webhooks.domain.offer import PURGED
from services.webhooks.use_cases.webhooks import Webhooks
from shared.contracts.events import Event
from shared.mongo import Transaction


async def is_wanted(webhooks: Webhooks, event: Event[Any]) -> bool:
    """Whether anything is to be done; most workspaces have no endpoint at all."""
    if event.type == PURGED:
        return True
    return await webhooks.looks.ask("endpoints", event, partial(_are_wanted, webhooks))


async def _are_wanted(webhooks: Webhooks, heard: Sequence[Event[Any]]) -> list[bool]:
    """One look for all that came meanwhile, of whatever workspaces."""
    endpoints = await webhooks.repository.endpoints.among({event.workspaceid for event in heard})
    return [
        any(each.workspace_id == event.workspaceid and each.wants(event.type) for each in endpoints)
        for event in heard
    ]


async def hear(webhooks: Webhooks, tx: Transaction, event: Event[Any]) -> None:
    """It is sent to each endpoint that wants it, unless its conversation is gone by now."""
    endpoints = await _wanting(webhooks, event, tx)
    if not endpoints:
        return
    conversations, now = webhooks.repository.conversations, webhooks.now()
    if await conversations.may_be_kept(event.workspaceid, event.subject, now, tx):
        await _keep(webhooks, tx, event, endpoints)


async def purge(webhooks: Webhooks, tx: Transaction, event: Event[Any]) -> None:
    """Nothing is kept of what the conversation said; that it is gone is sent like all else."""
    repository, workspace_id = webhooks.repository, event.workspaceid
    await repository.conversations.purged(workspace_id, event.subject, webhooks.now(), tx)
    await repository.deliveries.purge(workspace_id, event.subject, tx)
    if endpoints := await _wanting(webhooks, event, tx):
        await _keep(webhooks, tx, event, endpoints)


async def _wanting(webhooks: Webhooks, event: Event[Any], tx: Transaction) -> list[Endpoint]:
    endpoints = await webhooks.repository.endpoints.of(event.workspaceid, tx)
    return [endpoint for endpoint in endpoints if endpoint.wants(event.type)]


async def _keep(
    webhooks: Webhooks, tx: Transaction, event: Event[Any], endpoints: list[Endpoint]
) -> None:
    deliveries = [delivery_of(webhooks, event, endpoint) for endpoint in endpoints]
    kept = [
        delivery if endpoint.is_enabled else given_up(delivery, endpoint.why_not)
        for endpoint, delivery in zip(endpoints, deliveries, strict=True)
    ]
    await webhooks.repository.deliveries.add(kept, tx)
    tx.after_commit(webhooks.bell.set)


def delivery_of(webhooks: Webhooks, event: Event[Any], endpoint: Endpoint) -> Delivery:
    """Due at once."""
    return Delivery(
        id=webhooks.new_id(),
        workspace_id=event.workspaceid,
        endpoint_id=endpoint.id,
        event_id=event.id,
        event_type=event.type,
        subject=event.subject,
        created_at=webhooks.now(),
        body=event.model_dump_json().encode(),
    )
