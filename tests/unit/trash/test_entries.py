"""What becomes of an entry of the trash."""

from datetime import timedelta

import pytest

from services.trash import domain, views
from services.trash.domain import BeingRestored, Entry, NotHeard
from shared import refusals
from shared.contracts.conversations import TicketLink
from tests.unit.trash.entries import ANN, BEN, MOMENT, NOW, RETENTION, held

DUE = NOW + RETENTION


def purging() -> Entry:
    return domain.purge(held(), ANN)


def restoring() -> Entry:
    return domain.restore(held(), BEN, NOW)


def test_it_is_held_for_thirty_days_to_the_millisecond() -> None:
    entry = held()
    assert domain.purge_when_due(entry, DUE - MOMENT) is entry
    assert domain.restore(entry, BEN, DUE - MOMENT).state == "restoring"
    assert domain.purge_when_due(entry, DUE).state == "purging"
    with pytest.raises(refusals.NotFound):
        domain.restore(entry, BEN, DUE)


def test_what_is_due_is_purged_one_by_one_and_faster_the_later_it_is() -> None:
    late = [timedelta(0), timedelta(minutes=59), timedelta(minutes=60), timedelta(days=7)]
    assert [domain.pace(held(), DUE + by) for by in late] == [1, 1, 2, domain.FASTEST]


def test_restored_or_purged_but_never_both() -> None:
    assert domain.purge_when_due(restoring(), DUE) == restoring()
    with pytest.raises(BeingRestored):
        domain.purge(restoring(), ANN)
    with pytest.raises(refusals.NotFound):
        domain.restore(purging(), BEN, NOW)


def test_asking_twice_is_asking_once() -> None:
    first = restoring()
    assert domain.restore(first, ANN, NOW) is first
    assert domain.purge(purging(), BEN) == purging()
    due = domain.purge_when_due(held(), DUE)
    assert domain.purge_when_due(due, DUE) is due


def test_what_is_asked_again_counts_up_and_what_is_held_is_not_asked_for() -> None:
    assert domain.ask_again(restoring()).version == restoring().version + 1
    assert domain.ask_again(purging()).version == purging().version + 1
    assert domain.ask_again(held()) == held()


def test_the_newest_deletion_counts_in_whatever_order_they_are_heard() -> None:
    newer = held(sequence=7, text="Newer")
    assert held(newer, sequence=5, text="Older") is newer
    assert domain.restored(newer, 6, NOW) is newer
    again = held(domain.restored(restoring(), 6, NOW), sequence=7)
    assert (again.state, again.deletion) == ("held", 7)
    assert again.version == restoring().version


def test_an_old_deletion_that_comes_late_brings_nothing_back() -> None:
    back = domain.restored(restoring(), 6, NOW)
    gone = domain.purged(purging(), 6, NOW)
    assert held(back, sequence=5) is back
    assert held(gone, sequence=5) is gone
    assert held(gone, sequence=99) is gone
    assert domain.restored(gone, 99, NOW) is gone


def test_what_ends_keeps_who_when_and_which_and_none_of_the_content() -> None:
    receipt = domain.purged(purging(), 6, DUE)
    assert receipt.deleted is None
    assert (receipt.deleted_by, receipt.deleted_at, receipt.ended_at) == (ANN, NOW, DUE)
    assert (receipt.asked_by, receipt.conversation_id) == (ANN, "c1")
    assert domain.purged(receipt, 6, DUE + MOMENT) is receipt
    assert domain.restored(restoring(), 6, NOW).deleted is None


def test_an_undo_that_is_faster_than_its_event_is_told_to_wait() -> None:
    for unheard in (None, domain.restored(restoring(), 6, NOW), domain.unheard("c1", "w1")):
        with pytest.raises(NotHeard):
            domain.restore(unheard, BEN, NOW)
    with pytest.raises(refusals.NotFound) as refused:
        domain.restore(domain.purged(purging(), 6, NOW), BEN, NOW)
    assert not isinstance(refused.value, NotHeard)


def test_what_became_a_ticket_meanwhile_shows_it_and_keeps_its_id() -> None:
    ticket = TicketLink(state="created", id="t1", number=1042)
    entry = domain.ticket_made(held(), ticket)
    assert views.item(entry).ticket == ticket
    assert domain.purged(domain.purge(entry, ANN), 6, NOW).ticket_id == "t1"
    receipt = domain.purged(purging(), 6, NOW)
    assert domain.ticket_made(receipt, ticket) is receipt
