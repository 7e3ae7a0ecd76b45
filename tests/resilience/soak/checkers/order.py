"""One order for all: the messages of a conversation count 1, 2, 3 … without a gap, and the
conversation knows how many there are.
"""

from collections.abc import Iterator

from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import Stored


def violations(_: Record, stored: Stored) -> Iterator[str]:
    threads = stored.threads
    for conversation in stored.conversations:
        seqs = [message.seq for message in threads.pop(conversation.id, [])]
        if seqs != list(range(1, conversation.last_seq + 1)):
            yield f"{conversation.id} should hold 1 … {conversation.last_seq} and holds {seqs}"
    for conversation_id, orphans in threads.items():
        if conversation_id not in stored.purged:
            yield f"{len(orphans)} messages belong to no conversation: {conversation_id}"
