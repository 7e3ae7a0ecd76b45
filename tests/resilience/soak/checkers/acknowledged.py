"""What was acknowledged is in history exactly once; what is unknown, at most once; what was
refused, not at all. Every attempt under one ``client_id`` is about one message.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tests.resilience.soak.record import Operation, Record
from tests.resilience.soak.stored import Message, Stored

CREATING = {"start", "post"}


def violations(record: Record, stored: Stored) -> Iterator[str]:
    """A conversation that was purged has no history; it is the trash's matter."""
    attempts: dict[str, list[Operation]] = defaultdict(list)
    for operation in record.operations:
        if operation.kind in CREATING and operation.client_id:
            attempts[operation.client_id].append(operation)
    opened = {conversation.client_id: conversation.id for conversation in stored.conversations}
    first = {m.conversation_id: m for m in stored.messages if m.seq == 1}
    kept: dict[str, list[Message]] = defaultdict(list)
    for message in stored.messages:
        kept[message.client_id].append(message)
    authored = Counter((m.conversation_id, m.author, m.client_id) for m in stored.messages)
    yield from (f"{what} is stored {n} times" for what, n in authored.items() if n > 1)
    for client_id, tried in attempts.items():
        if any(one.conversation_id in stored.purged for one in tried):
            continue
        if tried[0].kind == "start":
            opening = first.get(opened.get(client_id, ""))
            rows = [opening] if opening else []
        else:
            rows = kept[client_id]
        yield from _of_one(client_id, tried, rows)


def _of_one(client_id: str, tried: Sequence[Operation], kept: Sequence[Message]) -> Iterator[str]:
    acknowledged = {(one.message_id, one.seq) for one in tried if one.outcome == "ok"}
    stored = {(message.id, message.seq) for message in kept}
    what = f"{tried[0].kind} {client_id} by {tried[0].by}"
    if len(kept) > 1:
        yield f"{what} is stored {len(kept)} times: {sorted(stored)}"
    if len(acknowledged) > 1:
        yield f"{what} was acknowledged as different messages: {sorted(acknowledged, key=str)}"
    if lost := acknowledged - stored:
        yield f"{what} was acknowledged and is not stored: {sorted(lost, key=str)}"
    if kept and all(one.outcome == "failed" for one in tried):
        yield f"{what} was refused and is stored: {sorted(stored)}"
