"""Each checker lets a good history pass and names what is wrong with a bad one."""

from dataclasses import replace
from typing import Any

import pytest

from tests.resilience.soak.checkers import check
from tests.resilience.soak.members import PRIMARY
from tests.resilience.soak.record import Record, Sighting, Strike
from tests.resilience.soak.stored import Entry, Stored
from tests.unit.soak.histories import (
    CHAT,
    a_conversation,
    a_delivery,
    a_mail,
    a_message,
    a_post,
    a_ticket,
    a_transcript,
    an_operation,
    converted,
    good_record,
    good_stored,
    purged,
)


def accused(record: Record, stored: Stored) -> set[str]:
    """The checkers that found something."""
    return set(check(record, stored))


def also(*more: Any, **members: Any) -> Record:
    """The good record with further operations, or other members."""
    record = good_record()
    return replace(record, operations=[*record.operations, *more], **members)


def crash(target: str = "notifier") -> Strike:
    return Strike("kill", target, 1.0, 1.0, 2.0)


GOOD = {
    "nothing special": (also(), good_stored()),
    "an unknown post that is not stored": (
        also(a_post(9, outcome="unknown", message_id=None, seq=None)),
        good_stored(),
    ),
    "a refused post that is not stored": (
        also(a_post(9, outcome="failed", message_id=None, seq=None)),
        good_stored(),
    ),
    "a ticket": (also(an_operation("convert")), good_stored(**converted())),
    "in the trash for both": (
        also(transcripts=[]),
        good_stored(conversations=[a_conversation(deletion=3)], entries=[Entry(CHAT, "held", 3)]),
    ),
    "purged because somebody wanted it": (also(an_operation("purge")), good_stored(**purged())),
    "purged before another team heard of all of it": (
        also(an_operation("purge"), arrived={(CHAT, 1)}),
        good_stored(**purged()),
    ),
    "an extra mail after a step-down": (
        also(strikes=[crash(PRIMARY)]),
        good_stored(mails=[a_mail(), a_mail()]),
    ),
    "an extra mail after a crash": (
        also(strikes=[crash()]),
        good_stored(mails=[a_mail(), a_mail()]),
    ),
    "a reply after one that was seen": (
        replace(
            good_record(),
            operations=[a_post(1, kind="start"), a_post(3, client_id="b3", last_seen_seq=2)],
            transcripts=[],
        ),
        good_stored(
            messages=[
                a_message(1, client_id="m1"),
                a_message(2, author="ann", is_agent=True),
                a_message(3, author="ben", is_agent=True, client_id="b3"),
            ]
        ),
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_history_passes(name: str) -> None:
    assert check(*GOOD[name]) == {}


def bad_message(**about: Any) -> Stored:
    """The third message is different."""
    return good_stored(messages=[*good_stored().messages[:2], a_message(3, **about)])


BAD = {
    "acknowledged and lost": (
        "acknowledged",
        also(),
        good_stored(
            messages=good_stored().messages[:2], conversations=[a_conversation(last_seq=2)]
        ),
    ),
    "a start that was acknowledged and is not there": (
        "acknowledged",
        also(a_post(1, kind="start", client_id="k7", message_id="m7")),
        good_stored(),
    ),
    "stored twice": ("acknowledged", also(), bad_message(client_id="k2")),
    "acknowledged as two": ("acknowledged", also(a_post(3, message_id="m8")), good_stored()),
    "refused and stored": (
        "acknowledged",
        also(a_post(4, outcome="failed", message_id=None, seq=None)),
        bad_message(client_id="k4"),
    ),
    "a gap in the order": ("order", also(), bad_message(seq=4)),
    "two at the same place": ("order", also(), bad_message(seq=2)),
    "messages of nothing": ("order", also(), good_stored(conversations=[])),
    "a page with a hole": ("pages", also(transcripts=[a_transcript(1, 3)]), good_stored()),
    "a page with a double": ("pages", also(transcripts=[a_transcript(1, 2, 2)]), good_stored()),
    "a page out of order": ("pages", also(transcripts=[a_transcript(2, 1, 3)]), good_stored()),
    "a page without the end": ("pages", also(transcripts=[a_transcript(1, 2)]), good_stored()),
    "a page that missed a change": (
        "pages",
        also(transcripts=[a_transcript(1, 2, 3, version=2)]),
        good_stored(),
    ),
    "a page that shows what is deleted": (
        "pages",
        also(),
        good_stored(conversations=[a_conversation(deletion=3)]),
    ),
    "a page that lacks a conversation": (
        "pages",
        also(),
        good_stored(conversations=[a_conversation(), a_conversation(id="c2", last_seq=0)]),
    ),
    "a socket that carried a ghost": (
        "pages",
        also(transcripts=[replace(a_transcript(1, 2, 3), carried=frozenset({(CHAT, 4, "m4")}))]),
        good_stored(),
    ),
    "an event that never arrived at another team": (
        "webhooks",
        also(arrived={(CHAT, 1)}),
        good_stored(),
    ),
    "an event of nothing at another team": (
        "webhooks",
        also(arrived={(CHAT, 1), (CHAT, 2), (CHAT, 3)}),
        good_stored(),
    ),
    "a blind reply": (
        "guard",
        also(a_post(3, client_id="b3", last_seen_seq=1)),
        good_stored(
            messages=[
                a_message(1, client_id="m1"),
                a_message(2, author="ann", is_agent=True),
                a_message(3, author="ben", is_agent=True, client_id="b3"),
            ]
        ),
    ),
    "a change that was never said": ("said", also(), good_stored(said={CHAT: frozenset({1, 3})})),
    "an event of no change": ("said", also(), good_stored(said={CHAT: frozenset({1, 2, 3, 4})})),
    "two tickets": (
        "tickets",
        also(),
        good_stored(**converted() | {"tickets": [a_ticket(), a_ticket(id="t2", number=1002)]}),
    ),
    "the same number twice": (
        "tickets",
        also(),
        good_stored(
            **converted() | {"tickets": [a_ticket(), a_ticket(id="t2", conversation_id="c2")]}
        ),
    ),
    "converted without a ticket": ("tickets", also(), good_stored(**converted() | {"tickets": []})),
    "a ticket and not converted": ("tickets", also(), good_stored(tickets=[a_ticket()])),
    "a conversion without an end": (
        "tickets",
        also(),
        good_stored(conversations=[a_conversation(conversion=("requested", None))]),
    ),
    "accepted and forgotten": ("tickets", also(an_operation("convert")), good_stored()),
    "half a transcript": (
        "tickets",
        also(),
        good_stored(**converted() | {"tickets": [a_ticket(seqs=(1, 3))]}),
    ),
    "purged and nobody asked": ("trash", also(), good_stored(**purged())),
    "purged by half": (
        "trash",
        also(an_operation("purge")),
        good_stored(**purged() | {"messages": [a_message(3)]}),
    ),
    "gone without a receipt": ("trash", also(), good_stored(**purged() | {"entries": []})),
    "in the trash for one of two": (
        "trash",
        also(),
        good_stored(entries=[Entry(CHAT, "held", 2)]),
    ),
    "a restore without an end": (
        "trash",
        also(),
        good_stored(entries=[Entry(CHAT, "restoring", 2)]),
    ),
    "told twice": (
        "notifications",
        also(),
        good_stored(deliveries=[a_delivery(), a_delivery(dispatch="d2")]),
    ),
    "an extra mail without a crash": (
        "notifications",
        also(strikes=[crash("gateway")]),
        good_stored(mails=[a_mail(), a_mail()]),
    ),
    "two mails about one chat": (
        "notifications",
        also(),
        good_stored(mails=[a_mail(), a_mail("<d2@parley.example>")]),
    ),
    "a mail that was lost": ("notifications", also(), good_stored(mails=[])),
    "an agent who still waits": (
        "notifications",
        also(),
        good_stored(deliveries=[a_delivery(state="pending")]),
    ),
    "a foreign workspace's byte": (
        "isolation",
        also(sightings={Sighting("Ann", "Acme", None, "Globex", "desk")}),
        good_stored(),
    ),
    "another customer's byte": (
        "isolation",
        also(sightings={Sighting("mia", "Acme", "mia", "Acme", "jon")}),
        good_stored(),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_history_is_found_out(name: str) -> None:
    checker, record, stored = BAD[name]
    assert checker in accused(record, stored)
