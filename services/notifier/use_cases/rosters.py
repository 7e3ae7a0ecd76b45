"""Who the agents of a workspace are: told by the gateway, and asked for where it never was."""

from services.notifier import events
from services.notifier.domain.people import Roster
from services.notifier.use_cases.notifier import Notifier
from shared.mongo import Transaction


async def learn(notifier: Notifier, tx: Transaction, roster: Roster) -> None:
    """Keep the newest."""
    await notifier.repository.rosters.learn(roster, tx)


async def ask(notifier: Notifier, tx: Transaction, workspace_id: str) -> None:
    """Have it told, unless it was asked for a moment ago."""
    now = notifier.now()
    times = await notifier.repository.rosters.ask(workspace_id, now, tx)
    if times is not None:
        asked = events.roster_requested(workspace_id, times, now, notifier.new_id())
        await notifier.outbox.append(tx, asked)
