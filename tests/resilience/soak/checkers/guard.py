"""The reply guard: no reply was accepted after another agent's that its author had not seen."""

from collections import defaultdict
from collections.abc import Iterator

from tests.resilience.soak.record import Operation, Record
from tests.resilience.soak.stored import Stored


def violations(record: Record, stored: Stored) -> Iterator[str]:
    replies: dict[str, list[Operation]] = defaultdict(list)
    for operation in record.operations:
        if operation.kind == "post" and operation.client_id:
            replies[operation.client_id].append(operation)
    threads = stored.threads
    for message in stored.messages:
        tried = replies.get(message.client_id, [])
        seen = [one.last_seen_seq for one in tried if one.last_seen_seq is not None]
        if not message.is_agent or len(seen) < len(tried) or not seen:
            continue
        for other in threads[message.conversation_id]:
            is_between = max(seen) < other.seq < message.seq
            if other.is_agent and other.author != message.author and is_between:
                yield (
                    f"{message.author} wrote {message.seq} of {message.conversation_id} having seen"
                    f" {max(seen)}, after {other.author} had written {other.seq}"
                )
