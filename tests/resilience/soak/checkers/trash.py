"""Nothing is purged before its time, which no run lasts, unless an admin asked for it; what was
asked for is gone whole; chat and trash agree on what is deleted.
"""

from collections.abc import Iterator

from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Stored


def violations(record: Record, stored: Stored) -> Iterator[str]:
    purges = [one for one in record.operations if one.kind == "purge"]
    asked = {one.conversation_id for one in purges if one.outcome != "failed"}
    accepted = {one.conversation_id for one in purges if one.outcome == "ok"}
    for conversation_id in sorted(stored.purged):
        if conversation_id not in asked:
            yield f"{conversation_id} was purged and nobody had asked for it"
        if left := stored.thread(conversation_id):
            yield f"{conversation_id} was purged and {len(left)} messages are left"
    kept = {conversation.id: conversation for conversation in stored.conversations}
    for conversation_id in sorted(one for one in accepted if one):
        if conversation_id in kept:
            yield f"{conversation_id} was to be purged and is still there"
    started = {one.conversation_id for one in record.operations if one.conversation_id}
    for conversation_id in sorted(started - kept.keys() - stored.purged):
        yield f"{conversation_id} is gone without a receipt"
    yield from _disagreements(stored)


def _disagreements(stored: Stored) -> Iterator[str]:
    deleted = {one.id: one.deletion for one in stored.conversations if one.deletion is not None}
    held = {one.conversation_id: one.deletion for one in stored.entries if one.state == "held"}
    for conversation_id in sorted(deleted.keys() | held.keys()):
        if deleted.get(conversation_id) != held.get(conversation_id):
            yield (
                f"{conversation_id} is deleted by {deleted.get(conversation_id)} for chat and by"
                f" {held.get(conversation_id)} for trash"
            )
    for entry in stored.entries:
        if entry.state in ("restoring", "purging"):
            yield f"{entry.conversation_id} is still {entry.state}"
