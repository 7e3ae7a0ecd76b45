"""A run in which everything went well, by hand; a test takes it and makes one thing wrong."""

from dataclasses import replace
from typing import Any

from tests.resilience.soak.record import Operation, Record, Shown, Transcript
from tests.resilience.soak.stored import (
    Conversation,
    Delivery,
    Entry,
    Mail,
    Message,
    Stored,
    Ticket,
)

CHAT = "c1"


def an_operation(kind: str = "post", **about: Any) -> Operation:
    """One that was acknowledged."""
    fields = {"outcome": "ok", "conversation_id": CHAT} | about
    return Operation(kind, "mia", "Acme", 1.0, 2.0, **fields)


def a_post(number: int, **about: Any) -> Operation:
    """The post of message ``number``."""
    created: dict[str, Any] = {"client_id": f"k{number}", "message_id": f"m{number}", "seq": number}
    return an_operation(**(created | about))


def a_message(number: int, **about: Any) -> Message:
    return replace(Message(f"m{number}", CHAT, number, f"k{number}", "mia"), **about)


def a_conversation(**about: Any) -> Conversation:
    return replace(Conversation(CHAT, "Acme", "k1", version=3, last_seq=3), **about)


def a_transcript(*numbers: int, is_open: bool = True, version: int = 3) -> Transcript:
    """A page that showed these messages of the chat, in that order."""
    messages = tuple((number, f"m{number}") for number in numbers)
    shown = Shown(CHAT, version, messages, is_open)
    carried = frozenset((CHAT, number, f"m{number}") for number in numbers)
    return Transcript("Ann", "Acme", True, is_open, (shown,), carried)


def a_delivery(**about: Any) -> Delivery:
    return replace(Delivery("ann", "email", CHAT, "sent", "d1"), **about)


def a_mail(message_id: str = "<d1@parley.example>") -> Mail:
    return Mail("ann@acme.example", message_id, frozenset([CHAT]))


def a_ticket(**about: Any) -> Ticket:
    return replace(Ticket("t1", "w1", CHAT, 1001, (1, 2, 3)), **about)


def good_record() -> Record:
    """A start, two posts of which one was tried twice, and a page that saw all of it."""
    return Record(
        operations=[
            a_post(1, kind="start"),
            a_post(2, outcome="unknown", message_id=None, seq=None),
            a_post(2),
            a_post(3),
        ],
        transcripts=[a_transcript(1, 2, 3), a_transcript(1, 2, is_open=False, version=2)],
        arrived={(CHAT, 1), (CHAT, 3)},
    )


def good_stored(**about: Any) -> Stored:
    """What is left of it."""
    stored = Stored(
        conversations=[a_conversation()],
        messages=[a_message(1, client_id="m1"), a_message(2), a_message(3)],
        deliveries=[a_delivery()],
        mails=[a_mail()],
        said={CHAT: frozenset({1, 2, 3})},
        offered={CHAT: frozenset({1, 3})},
    )
    return replace(stored, **about)


def converted() -> dict[str, Any]:
    """The chat has become a ticket."""
    return {
        "conversations": [a_conversation(conversion=("created", "t1"))],
        "tickets": [a_ticket()],
    }


def purged() -> dict[str, Any]:
    """Nothing but a receipt is left of the chat."""
    return {
        "conversations": [],
        "messages": [],
        "entries": [Entry(CHAT, "purged", 4)],
    }
