"""Conversations by mail, and the tests that agents send themselves."""

from datetime import timedelta

from services.notifier.domain.deliveries import Delivery, Dispatch, Recipient
from services.notifier.domain.people import Channel
from services.notifier.use_cases import rosters, sending
from services.notifier.use_cases.notifier import Notifier
from shared import refusals
from shared.contracts.conversation_events import TranscriptRequested
from shared.contracts.notifications import TestNotification
from shared.identity import Principal
from shared.mongo import Transaction

TESTS_A_MINUTE = 5


class TooManyTests(refusals.RateLimited):
    """The agent has tried often enough for now."""

    slug, title = "too-many-tests", "Too many tests"


async def accept(
    notifier: Notifier,
    tx: Transaction,
    workspace_id: str,
    conversation_id: str,
    wanted: TranscriptRequested,
) -> None:
    """Have a transcript mailed, unless the conversation is purged."""
    if await notifier.repository.alerts.is_forgotten(workspace_id, conversation_id, tx):
        return
    now = notifier.now()
    delivery = Delivery(
        id=wanted.request_id,
        workspace_id=workspace_id,
        purpose="transcript",
        channel="email",
        event=TranscriptRequested.event_type,
        conversation_id=conversation_id,
        agent=None,
        to=wanted.to,
        request_id=wanted.request_id,
        created_at=now,
        updated_at=now,
    )
    repository = notifier.repository
    await repository.transcripts.add(workspace_id, conversation_id, wanted, now, tx)
    await repository.deliveries.add([delivery], tx, delivery.id)
    await repository.dispatches.add(delivery.id, workspace_id, "transcript", "email", None, tx)


async def send_test(notifier: Notifier, agent: Principal, channel: Channel) -> Delivery:
    """Send the agent something over ``channel`` and say what came of it.

    Raises ``TooManyTests``, or ``Unavailable`` while it is not known yet who they are.
    """
    repository, now = notifier.repository, notifier.now()
    lately = await repository.deliveries.count_since(
        agent.workspace_id, agent.id, "test", now - timedelta(minutes=1)
    )
    if lately >= TESTS_A_MINUTE:
        raise TooManyTests(retry_after=60)
    await _refuse_without_roster(notifier, agent.workspace_id)
    delivery = Delivery(
        id=notifier.new_id(),
        workspace_id=agent.workspace_id,
        purpose="test",
        channel=channel,
        event=TestNotification.__name__,
        conversation_id=None,
        agent=Recipient(agent.id, agent.name, agent.avatar_url),
        to=None,
        request_id=None,
        created_at=now,
        updated_at=now,
    )

    async def attempt(tx: Transaction) -> Dispatch:
        await repository.deliveries.add([delivery], tx, delivery.id)
        return await repository.dispatches.add(
            delivery.id,
            agent.workspace_id,
            "test",
            channel,
            agent.id,
            tx,
            leased_seconds=notifier.lease_seconds,
        )

    await sending.deliver(notifier, await notifier.mongo.transact(attempt))
    return await repository.deliveries.find(agent.workspace_id, delivery.id) or delivery


async def _refuse_without_roster(notifier: Notifier, workspace_id: str) -> None:
    if await notifier.repository.rosters.find(workspace_id) is None:

        async def ask(tx: Transaction) -> None:
            await rosters.ask(notifier, tx, workspace_id)

        await notifier.mongo.transact(ask)
        raise refusals.Unavailable("Try again in a moment.", retry_after=1)
