"""Entries as agents are shown them."""

from collections.abc import Sequence

from services.trash.domain import Entry
from shared.contracts import trash as contracts


def item(entry: Entry) -> contracts.TrashItem:
    """One that is in the trash."""
    facts = {} if entry.deleted is None else dict(entry.deleted)
    return contracts.TrashItem.model_validate(
        facts
        | {
            "conversation_id": entry.conversation_id,
            "purge_at": entry.purge_at,
            "state": entry.state,
        }
    )


def page(
    entries: Sequence[Entry], next_cursor: str | None, retention_seconds: int
) -> contracts.Trash:
    """One page of them."""
    return contracts.Trash(
        items=[item(entry) for entry in entries],
        next_cursor=next_cursor,
        retention_seconds=retention_seconds,
    )
