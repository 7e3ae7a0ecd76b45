"""What is in the trash of a workspace, as agents see it."""

from typing import Literal

from shared.contracts.conversations import LastMessage, Status, TicketLink
from shared.contracts.people import Customer, Person
from shared.contracts.values import Id, Timestamp, Wire

TrashState = Literal["held", "restoring", "purging"]


class TrashItem(Wire):
    """A deleted conversation. It can be restored while it is ``held``, until ``purge_at``; a
    ``restoring`` one is about to leave for the lists, a ``purging`` one is about to be no more.
    """

    conversation_id: Id
    customer: Customer
    last_message: LastMessage
    status: Status
    ticket: TicketLink | None
    deleted_by: Person
    deleted_at: Timestamp
    purge_at: Timestamp
    state: TrashState


class Trash(Wire):
    """One page of the trash, the newest deletion first: what can be restored, or is being.

    ``retention_seconds`` is how long what is deleted now will be kept.
    """

    items: list[TrashItem]
    next_cursor: str | None = None
    retention_seconds: int
