"""How the transcript of a converted conversation goes from ``services/chat`` to
``services/tickets``: asked for and sent part by part, so that no event outgrows the broker,
however long the thread.

The subject is the id of the request to convert; ``sequence`` is how far the transcript is known,
as a ``seq`` of its messages. No socket carries these.
"""

from typing import ClassVar

from shared.contracts.conversations import Message, Seq
from shared.contracts.events import Fact
from shared.contracts.values import Id


class TranscriptPartWanted(Fact):
    """The messages after ``after_seq`` are wanted."""

    event_type: ClassVar[str] = "transcript.part_wanted.v1"
    conversation_id: Id
    request_id: Id
    after_seq: Seq


class TranscriptPartSent(Fact):
    """The messages that follow ``after_seq``, as many as one event should carry."""

    event_type: ClassVar[str] = "transcript.part_sent.v1"
    conversation_id: Id
    request_id: Id
    after_seq: Seq
    messages: list[Message]
