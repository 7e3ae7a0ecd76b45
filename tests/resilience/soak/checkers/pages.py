"""What a page shows is history: no hole, no double, no other order, and in the end all of it,
though nobody has reloaded it. What its sockets carried is history too, even if late or twice.
"""

from collections.abc import Iterator, Mapping, Sequence

from tests.resilience.soak.record import Record, Shown, Transcript
from tests.resilience.soak.stored import Stored

History = Mapping[str, Sequence[tuple[int, str]]]


def violations(record: Record, stored: Stored) -> Iterator[str]:
    history = {
        conversation_id: [(message.seq, message.id) for message in thread]
        for conversation_id, thread in stored.threads.items()
    }
    versions = {one.id: one.version for one in stored.conversations if one.deletion is None}
    for transcript in record.transcripts:
        for shown in transcript.shown:
            if shown.conversation_id not in stored.purged:
                yield from _of_thread(transcript, shown, history, versions)
        yield from _ghosts(transcript, history, stored.purged)
        if transcript.sees_all and transcript.is_open:
            yield from _unseen(transcript, stored)


def _of_thread(
    transcript: Transcript, shown: Shown, history: History, versions: Mapping[str, int]
) -> Iterator[str]:
    kept = list(history.get(shown.conversation_id, []))
    seen = list(shown.messages)
    where = f"{transcript.by} at {shown.conversation_id}"
    if seen != kept[: len(seen)]:
        yield f"{where} was shown {seen} and history is {kept}"
    elif shown.is_current and len(seen) < len(kept):
        yield f"{where} misses the end: {kept[len(seen) :]}"
    version = versions.get(shown.conversation_id)
    if transcript.sees_all and shown.is_current and shown.version != version:
        yield f"{where} knows version {shown.version} and it is {version}"


def _ghosts(transcript: Transcript, history: History, purged: frozenset[str]) -> Iterator[str]:
    """What a socket carried and is not in history."""
    for conversation_id, seq, message_id in sorted(transcript.carried):
        known = conversation_id in purged or (seq, message_id) in history.get(conversation_id, [])
        if not known:
            yield f"{transcript.by} heard of {message_id}, {seq} of {conversation_id}, which is not"


def _unseen(transcript: Transcript, stored: Stored) -> Iterator[str]:
    current = {shown.conversation_id for shown in transcript.shown if shown.is_current}
    for conversation in stored.conversations:
        is_theirs = conversation.workspace == transcript.workspace
        if is_theirs and conversation.deletion is None and conversation.id not in current:
            yield f"{transcript.by} knows nothing of {conversation.id}"
