"""Into the trash and back."""

from dataclasses import replace
from datetime import timedelta

from services.chat.domain import conversions, deletions
from services.chat.domain.tickets import Wish
from services.chat.domain.trash import Deletion
from tests.unit.chat.builders import ANN, BEN, LATER, NOW, a_conversation


def test_a_deletion_is_named_by_the_version_that_it_makes() -> None:
    before = a_conversation(ANN)
    after = deletions.delete(before, BEN, LATER)
    assert after.deletion == Deletion(BEN, LATER, before.version + 1)
    assert replace(after, deletion=None, version=before.version) == before


def test_restored_it_is_as_it_was_whatever_it_was() -> None:
    for before in (a_conversation(ANN, BEN), a_conversation(ANN, closed=True)):
        deleted = deletions.delete(before, BEN, LATER)
        after = deletions.restore(deleted, deleted.version)
        assert after == replace(before, version=before.version + 2)


def test_only_the_deletion_that_is_meant_is_undone_or_purged() -> None:
    first = deletions.delete(a_conversation(), ANN, NOW)
    again = deletions.delete(deletions.restore(first, first.version), ANN, LATER)
    assert deletions.restore(again, first.version) is again
    assert not deletions.may_be_purged(again, first.version)
    assert deletions.may_be_purged(again, again.version)


def test_what_is_back_says_so_again_and_what_was_never_deleted_does_not() -> None:
    deleted = deletions.delete(a_conversation(), ANN, NOW)
    back = deletions.restore(deleted, deleted.version)
    assert deletions.restore(back, deleted.version) == replace(back, version=back.version + 1)
    live = a_conversation()
    assert deletions.restore(live, live.version + 1) is live
    assert not deletions.may_be_purged(back, deleted.version)


def test_a_purge_waits_for_the_answer_to_a_request_to_convert() -> None:
    closed = a_conversation(closed=True)
    asked = conversions.request(closed, Wish("Vase", "acme"), ANN, NOW, request_id="r1")
    deleted = deletions.delete(asked, ANN, NOW)
    assert deletions.has_to_wait(deleted)
    assert not deletions.has_to_wait(conversions.record(deleted, "t1", 1042))
    assert not deletions.has_to_wait(conversions.reject(deleted, "r1", "unknown-company"))
    assert not deletions.has_to_wait(deletions.delete(closed, ANN, NOW + timedelta(days=1)))
