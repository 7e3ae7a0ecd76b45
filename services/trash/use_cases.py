"""Hold what was deleted, list it, have it restored or purged: each one transaction.

Whether a conversation is restored or purged is decided here and nowhere else, by which of the two
transitions is committed first. Chat is then asked, again and again, until it has said that it is
done.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from services.trash import domain, events, repository
from services.trash.domain import Entry
from services.trash.repository import Cursor, Entries, Repository
from shared import clock, refusals, search
from shared.clock import Clock
from shared.contracts.conversation_events import ConversationDeleted
from shared.contracts.conversations import TicketLink
from shared.contracts.events import Event
from shared.contracts.people import Person
from shared.identity import Principal
from shared.mongo import Mongo, Transaction
from shared.outbox import Outbox

ASKED_AGAIN_AT_ONCE = 50
HEARD_SECONDS = 2.0
"""How long a restore waits for its deletion to be heard of: an undo may be faster than an event."""

LOOK_SECONDS = 0.05
RESTORED_WITHIN_SECONDS = 60.0
PURGED_WITHIN_SECONDS = 600.0
"""How long chat may take to answer before it is asked again."""


@dataclass(frozen=True, slots=True)
class Trash:
    """The service's parts, how long it keeps, and the two things that the domain never makes.

    ``restored_within`` and ``purged_within`` are in seconds.
    """

    mongo: Mongo
    repository: Repository
    outbox: Outbox
    retention: timedelta
    restored_within: float = RESTORED_WITHIN_SECONDS
    purged_within: float = PURGED_WITHIN_SECONDS
    now: Clock = clock.now
    new_id: Callable[[], str] = clock.new_id

    @property
    def entries(self) -> Entries:
        return self.repository.entries


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the list."""

    limit: int
    query: str = ""
    cursor: str | None = None


async def list_trash(
    trash: Trash, workspace_id: str, wanted: Wanted
) -> tuple[list[Entry], str | None]:
    """One page, newest deletion first, and the cursor of the next one. Raises ``Invalid``."""
    after = repository.parse(wanted.cursor) if wanted.cursor else None
    words = search.words(wanted.query)
    if wanted.query.strip() and not words:
        return [], None  # a search without a word in it finds nothing, rather than everything
    # One entry more than asked for tells whether there is a next page.
    found = await trash.entries.page(
        workspace_id, trash.now(), wanted.limit + 1, after=after, words=words
    )
    page = found[: wanted.limit]
    if len(found) == len(page):
        return page, None
    last = page[-1]
    return page, str(Cursor(last.deleted_at or trash.now(), last.conversation_id))


async def restore(trash: Trash, who: Principal, conversation_id: str) -> Entry:
    """Have it restored; a second time changes nothing. Raises ``NotFound`` for what is not in the
    trash, or was until now; not before a deletion of this moment would have been heard of.
    """
    agent = Person.model_validate(who)
    decide = partial(_restore, trash, who.workspace_id, conversation_id, agent)
    until = time.monotonic() + HEARD_SECONDS
    while True:
        try:
            return await trash.mongo.transact(decide, turns=[conversation_id])
        except domain.NotHeard:
            if time.monotonic() >= until:
                raise
        await asyncio.sleep(LOOK_SECONDS)


async def purge_at_once(trash: Trash, who: Principal, conversation_id: str) -> Entry:
    """Have it purged before its time. Raises ``Forbidden`` for all but admins, ``NotFound``,
    ``BeingRestored``.
    """
    if who.role != "admin":
        raise refusals.Forbidden("Only an admin may do this.")
    admin = Person.model_validate(who)

    async def attempt(tx: Transaction) -> Entry:
        before = await trash.entries.find(who.workspace_id, conversation_id, tx)
        return await _ask(trash, before, domain.purge(before, admin), tx)

    return await trash.mongo.transact(attempt, turns=[conversation_id])


async def hold(trash: Trash, tx: Transaction, event: Event[ConversationDeleted]) -> None:
    """What was deleted is in the trash from then on."""
    before = await trash.entries.find(event.workspaceid, event.subject, tx)
    after = domain.hold(
        before,
        event.data,
        trash.retention,
        conversation_id=event.subject,
        workspace_id=event.workspaceid,
        sequence=event.sequence,
    )
    await _save(trash, before, after, tx)


async def note_ticket(
    trash: Trash, tx: Transaction, workspace_id: str, conversation_id: str, ticket: TicketLink
) -> None:
    """What became a ticket in the trash shows it there."""
    before = await trash.entries.find(workspace_id, conversation_id, tx)
    if before is not None:
        await _save(trash, before, domain.ticket_made(before, ticket), tx)


async def end_restored(trash: Trash, tx: Transaction, event: Event[Any]) -> None:
    """It is in the trash no more."""
    before = await _find_or_unheard(trash, event, tx)
    after = domain.restored(before, event.sequence, trash.now())
    await _save(trash, before, after, tx)


async def end_purged(trash: Trash, tx: Transaction, event: Event[Any]) -> None:
    """Its entry is a receipt from now on."""
    before = await _find_or_unheard(trash, event, tx)
    after = domain.purged(before, event.sequence, event.data.purged_at)
    await _save(trash, before, after, tx)


async def purge_due(trash: Trash) -> None:
    """Have the next ones purged whose time is over. Every replica may, at any time.

    With the pause between two of these this is the pace of a purge: messages go first.
    """
    now = trash.now()
    due = await trash.entries.due(now, domain.FASTEST)

    async def attempt(tx: Transaction) -> None:
        for entry in due[: domain.pace(due[0], now)]:
            before = await trash.entries.find(entry.workspace_id, entry.conversation_id, tx)
            if before is not None:
                await _ask(trash, before, domain.purge_when_due(before, now), tx)

    if due:
        await trash.mongo.transact(attempt)


async def ask_again(trash: Trash) -> None:
    """Ask chat again for what it has not said to be done."""
    for entry in await trash.entries.unanswered(ASKED_AGAIN_AT_ONCE):

        async def attempt(tx: Transaction, entry: Entry = entry) -> None:
            before = await trash.entries.find(entry.workspace_id, entry.conversation_id, tx)
            if before is not None and await trash.entries.is_unanswered(before, tx):
                await _ask(trash, before, domain.ask_again(before), tx)

        await trash.mongo.transact(attempt, turns=[entry.conversation_id])


async def _restore(
    trash: Trash, workspace_id: str, conversation_id: str, agent: Person, tx: Transaction
) -> Entry:
    before = await trash.entries.find(workspace_id, conversation_id, tx)
    return await _ask(trash, before, domain.restore(before, agent, trash.now()), tx)


async def _find_or_unheard(trash: Trash, event: Event[Any], tx: Transaction) -> Entry:
    found = await trash.entries.find(event.workspaceid, event.subject, tx)
    return found or domain.unheard(event.subject, event.workspaceid)


async def _ask(trash: Trash, before: Entry | None, after: Entry, tx: Transaction) -> Entry:
    """Save ``after`` and ask chat for what it wants, if that is news."""
    if after is before:
        return after
    await _save(trash, before, after, tx)
    now, event_id = trash.now(), trash.new_id()
    if after.state == "restoring":
        await trash.outbox.append(tx, events.restore_requested(after, now, event_id))
    else:
        await trash.outbox.append(tx, events.purge_due(after, now, event_id))
    return after


async def _save(trash: Trash, before: Entry | None, after: Entry, tx: Transaction) -> None:
    if after is before:
        return
    is_restore = after.state == "restoring"
    seconds = trash.restored_within if is_restore else trash.purged_within
    await trash.entries.save(after, seconds, tx)
