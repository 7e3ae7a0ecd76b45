"""What the admins of a workspace are told of, whatever alerts they want: an endpoint that is
disabled.
"""

from services.notifier.domain.deliveries import Delivery, Notice, Recipient
from services.notifier.domain.people import Agent
from services.notifier.use_cases import rosters
from services.notifier.use_cases.notifier import Notifier
from shared.contracts.webhook_events import WebhookDisabled
from shared.mongo import Transaction

AT_A_TIME = 100


async def begin(notifier: Notifier, tx: Transaction, notice: Notice) -> None:
    """Admins are to be told; ``tell`` does."""
    await notifier.repository.notices.add(notice, notifier.now(), tx)


async def tell(notifier: Notifier) -> None:
    """Decide who is told of what nobody was told of yet."""
    for notice in await notifier.repository.notices.untold(AT_A_TIME):
        await _tell(notifier, notice)


async def _tell(notifier: Notifier, notice: Notice) -> None:
    """Without a roster, ask for it and leave it at that."""
    repository = notifier.repository

    async def attempt(tx: Transaction) -> None:
        roster = await repository.rosters.find(notice.workspace_id, tx)
        if roster is None:
            return await rosters.ask(notifier, tx, notice.workspace_id)
        if await repository.notices.tell(notice.id, tx):
            for admin in roster.admins:
                await _mail(notifier, notice, admin, tx)
        return None

    await notifier.mongo.transact(attempt, turns=[notice.workspace_id])


async def _mail(notifier: Notifier, notice: Notice, admin: Agent, tx: Transaction) -> None:
    delivery = _delivery(notifier, notice, admin)
    repository = notifier.repository
    await repository.deliveries.add([delivery], tx, delivery.id)
    await repository.dispatches.add(
        delivery.id, notice.workspace_id, "webhook_disabled", "email", admin.id, tx
    )


def _delivery(notifier: Notifier, notice: Notice, admin: Agent) -> Delivery:
    now = notifier.now()
    return Delivery(
        id=notifier.new_id(),
        workspace_id=notice.workspace_id,
        purpose="webhook_disabled",
        channel="email",
        event=WebhookDisabled.event_type,
        conversation_id=None,
        agent=Recipient(admin.id, admin.name, admin.avatar_url),
        to=None,
        request_id=notice.id,
        created_at=now,
        updated_at=now,
    )
