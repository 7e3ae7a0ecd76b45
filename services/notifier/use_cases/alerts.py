"""New conversations: who is to be told, and how many of them in one piece.

Both steps take what is due from the database, decide it in one transaction, and leave the rest to
whoever comes next; any replica may do either, at any time.
"""

from services.notifier.domain import people
from services.notifier.domain.deliveries import (
    ENDED,
    TURNED_OFF,
    Alert,
    Delivery,
    End,
    Recipient,
)
from services.notifier.domain.people import Candidate
from services.notifier.repository.deliveries import Box
from services.notifier.use_cases import rosters
from services.notifier.use_cases.notifier import Notifier
from shared import refusals
from shared.contracts.conversation_events import ConversationStarted
from shared.mongo import Transaction

AT_A_TIME = 100


async def begin(notifier: Notifier, tx: Transaction, alert: Alert) -> None:
    """Agents are to be told of a conversation; ``tell_and_gather`` does."""
    await notifier.repository.alerts.begin(alert, tx)


async def end(
    notifier: Notifier, tx: Transaction, workspace_id: str, conversation_id: str, how: End
) -> None:
    """Whoever was not told yet need not be."""
    repository = notifier.repository
    if await repository.alerts.end(workspace_id, conversation_id, how, tx):
        await repository.deliveries.stop(
            workspace_id, conversation_id, ENDED[how], notifier.now(), tx
        )


async def hide(
    notifier: Notifier, tx: Transaction, workspace_id: str, conversation_id: str, sequence: int
) -> None:
    """It is in the trash: nobody sees who was told of it."""
    alerts = notifier.repository.alerts
    await alerts.hide(workspace_id, conversation_id, sequence, tx, yes=True)


async def show(
    notifier: Notifier, tx: Transaction, workspace_id: str, conversation_id: str, sequence: int
) -> None:
    """It is back from there."""
    alerts = notifier.repository.alerts
    await alerts.hide(workspace_id, conversation_id, sequence, tx, yes=False)


async def forget_conversation(
    notifier: Notifier, tx: Transaction, workspace_id: str, conversation_id: str
) -> None:
    """Keep nothing of a conversation but that it is gone, and send nothing more of it."""
    repository = notifier.repository
    await repository.alerts.forget(workspace_id, conversation_id, tx)
    await repository.transcripts.forget(workspace_id, conversation_id, tx)
    if ids := await repository.deliveries.forget(workspace_id, conversation_id, tx):
        await repository.dispatches.forget(ids, tx)


async def notified(notifier: Notifier, workspace_id: str, conversation_id: str) -> list[Delivery]:
    """Who was told of a conversation, and who was not. Raises ``NotFound``."""
    repository = notifier.repository
    if await repository.alerts.is_hidden(workspace_id, conversation_id):
        raise refusals.NotFound
    found = await repository.deliveries.of_conversation(workspace_id, conversation_id)
    if not found and not await repository.alerts.among(workspace_id, [conversation_id]):
        raise refusals.NotFound
    return found


async def tell_and_gather(notifier: Notifier) -> None:
    """Both steps, for what is due now."""
    for alert in await notifier.repository.alerts.untold(AT_A_TIME):
        await _tell(notifier, alert)
    for box in await notifier.repository.deliveries.boxes(AT_A_TIME):
        await _gather(notifier, box)


async def _tell(notifier: Notifier, alert: Alert) -> None:
    """Decide the deliveries of one alert; without a roster, ask for it and leave it at that."""
    repository = notifier.repository

    async def attempt(tx: Transaction) -> None:
        roster = await repository.rosters.find(alert.workspace_id, tx)
        if roster is None:
            return await rosters.ask(notifier, tx, alert.workspace_id)
        told = await repository.alerts.tell(alert.conversation_id, tx)
        if told is not None:
            candidates = people.candidates(roster, await repository.wishes.of(roster, tx))
            deliveries = [_delivery(notifier, told, candidate) for candidate in candidates]
            await repository.deliveries.add(deliveries, tx)
        return None

    await notifier.mongo.transact(attempt, turns=[alert.workspace_id])


def _delivery(notifier: Notifier, alert: Alert, candidate: Candidate) -> Delivery:
    now = notifier.now()
    reason = ENDED[alert.ended] if alert.ended else None if candidate.wants else TURNED_OFF
    agent = candidate.agent
    return Delivery(
        id=notifier.new_id(),
        workspace_id=alert.workspace_id,
        purpose="new_conversation",
        channel=candidate.channel,
        event=ConversationStarted.event_type,
        conversation_id=alert.conversation_id,
        agent=Recipient(agent.id, agent.name, agent.avatar_url),
        to=None,
        request_id=None,
        created_at=now,
        updated_at=now,
        state="skipped" if reason else "pending",
        reason=reason,
    )


async def _gather(notifier: Notifier, box: Box) -> None:
    """Have what waits in ``box`` sent in one piece, or let it wait for the next."""
    repository = notifier.repository
    await repository.dispatches.open(box)

    async def attempt(tx: Transaction) -> bool:
        if not await repository.deliveries.is_waiting(box, tx):
            return True  # somebody else was faster
        if not await repository.dispatches.admit(box, notifier.allowance, tx):
            return False
        dispatch_id = notifier.new_id()
        await repository.deliveries.gather(box, dispatch_id, tx)
        await repository.dispatches.add(
            dispatch_id, box.workspace_id, "new_conversation", box.channel, box.agent_id, tx
        )
        return True

    if not await notifier.mongo.transact(attempt):
        until = await repository.dispatches.window_until(box)
        await repository.deliveries.hold_back(box, until)
