"""An entry of the trash, and how it may change: frozen values and pure transitions.

held → restoring → restored, or held → purging → purged: one step decides between the two, and
there is no way back from it but a new deletion. What is heard of a conversation may come twice,
late and out of order; the highest ``sequence`` is how it is, and nothing follows a purge.

What chat says of a conversation is kept as it was said, so it is values of the contract here.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from shared import refusals
from shared.contracts.conversation_events import ConversationDeleted
from shared.contracts.conversations import TicketLink
from shared.contracts.people import Person

FASTEST = 6
HASTE = timedelta(hours=1)
"""How late the first one has to be for one more at a time."""

State = Literal["held", "restoring", "purging", "restored", "purged"]


class NotHeard(refusals.NotFound):
    """Nothing was heard of such a deletion, or not yet."""


class BeingRestored(refusals.Conflict):
    """Somebody was faster: it is on its way back."""

    slug, title = "being-restored", "This conversation is being restored"


@dataclass(frozen=True, slots=True)
class Entry:
    """One conversation. ``sequence`` is that of the newest event heard of it, ``deletion`` that of
    the deletion which the entry is about, ``version`` how many events were said of it.

    ``deleted`` is what chat said, and there only while the conversation is in the trash; what ends
    keeps who, when and which, and none of the content. ``asked_by`` is who wanted it restored, or
    purged before its time.
    """

    conversation_id: str
    workspace_id: str
    sequence: int
    deletion: int
    version: int
    state: State
    deleted_by: Person | None = None
    deleted_at: datetime | None = None
    purge_at: datetime | None = None
    ended_at: datetime | None = None
    asked_by: Person | None = None
    ticket_id: str | None = None
    deleted: ConversationDeleted | None = None

    @property
    def is_open(self) -> bool:
        """It can be restored or is being, as long as it is not due."""
        return self.state in ("held", "restoring")

    @property
    def is_waiting(self) -> bool:
        """Chat was asked for something and has not answered."""
        return self.state in ("restoring", "purging")

    def is_due(self, now: datetime) -> bool:
        """Its time is over."""
        return self.state == "held" and self.purge_at is not None and self.purge_at <= now


def hold(
    before: Entry | None,
    deleted: ConversationDeleted,
    retention: timedelta,
    *,
    conversation_id: str,
    workspace_id: str,
    sequence: int,
) -> Entry:
    """In the trash from its deletion on; the entry as it was where that is old news."""
    if before and _is_old(before, sequence):
        return before
    return Entry(
        conversation_id=conversation_id,
        workspace_id=workspace_id,
        sequence=sequence,
        deletion=sequence,
        version=before.version if before else 0,
        state="held",
        deleted_by=deleted.deleted_by,
        deleted_at=deleted.deleted_at,
        purge_at=deleted.deleted_at + retention,
        ticket_id=deleted.ticket.id if deleted.ticket else None,
        deleted=deleted,
    )


def unheard(conversation_id: str, workspace_id: str) -> Entry:
    """Of whose deletion nothing was heard."""
    return Entry(conversation_id, workspace_id, 0, 0, 0, "restored")


def ticket_made(entry: Entry, ticket: TicketLink) -> Entry:
    """What was deleted while it became a ticket has become one."""
    if entry.deleted is None:
        return entry
    deleted = entry.deleted.model_copy(update={"ticket": ticket})
    return replace(entry, deleted=deleted, ticket_id=ticket.id)


def restore(before: Entry | None, agent: Person, now: datetime) -> Entry:
    """On its way back; the same object when it was before. Raises ``NotHeard``, or ``NotFound``
    for what is due: not a moment later than it is purged.
    """
    if before is None or before.state == "restored":
        raise NotHeard
    if before.state == "restoring":
        return before
    if before.state != "held" or before.is_due(now):
        raise refusals.NotFound
    return _asked(before, "restoring", agent)


def purge(before: Entry | None, agent: Person) -> Entry:
    """Due at once; the same object when it is being purged. Raises ``NotFound``,
    ``BeingRestored``.
    """
    if before is None or before.state in ("restored", "purged"):
        raise refusals.NotFound
    if before.state == "restoring":
        raise BeingRestored
    return before if before.state == "purging" else _asked(before, "purging", agent)


def purge_when_due(before: Entry, now: datetime) -> Entry:
    """As ``purge``, for what was not decided otherwise meanwhile."""
    return _asked(before, "purging", None) if before.is_due(now) else before


def pace(first: Entry, now: datetime) -> int:
    """How many to purge at a time, of which ``first`` has been due for the longest: one, so that
    nobody notices, and more the later it is, so that it ends.
    """
    late = now - first.purge_at if first.purge_at else timedelta(0)
    return min(FASTEST, 1 + late // HASTE)


def ask_again(before: Entry) -> Entry:
    """The same request said again, where there is still no answer."""
    return replace(before, version=before.version + 1) if before.is_waiting else before


def restored(before: Entry, sequence: int, now: datetime) -> Entry:
    """It is back; what is older than that is old news from now on."""
    if _is_old(before, sequence):
        return before
    return _ended(before, "restored", sequence, now)


def purged(before: Entry, sequence: int, at: datetime) -> Entry:
    """Gone for good: the entry ends as a receipt."""
    return before if before.state == "purged" else _ended(before, "purged", sequence, at)


def _is_old(entry: Entry, sequence: int) -> bool:
    return entry.state == "purged" or entry.sequence >= sequence


def _asked(entry: Entry, state: State, by: Person | None) -> Entry:
    return replace(entry, state=state, version=entry.version + 1, asked_by=by)


def _ended(entry: Entry, state: State, sequence: int, at: datetime) -> Entry:
    return replace(entry, state=state, sequence=sequence, ended_at=at, deleted=None)
