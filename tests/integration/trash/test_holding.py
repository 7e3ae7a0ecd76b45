"""What is in the trash, who sees it, and until when."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.trash import use_cases
from tests.dying import Dies, Killed
from tests.integration.trash.conftest import RETENTION, Bin

SECOND = timedelta(seconds=1)


async def test_an_item_says_what_who_when_and_until_when(bin_: Bin) -> None:
    deleted_at = bin_.time.at
    await bin_.hear(bin_.deleted("c1", name="Mia", text="A broken vase"))
    page = await bin_.get()
    [item] = page["items"]
    assert page["retention_seconds"] == RETENTION.total_seconds()
    assert (item["customer"]["name"], item["last_message"]["text"]) == ("Mia", "A broken vase")
    assert (item["deleted_by"]["name"], item["state"]) == ("Ann", "held")
    assert item["deleted_at"] == deleted_at.isoformat(timespec="milliseconds")[:-6] + "Z"
    assert (
        item["purge_at"] == (deleted_at + RETENTION).isoformat(timespec="milliseconds")[:-6] + "Z"
    )


async def test_at_the_last_second_it_can_be_restored_and_not_a_moment_later(bin_: Bin) -> None:
    for conversation_id in ("kept", "lost"):
        await bin_.hear(bin_.deleted(conversation_id))
    due = bin_.time.at + RETENTION
    bin_.time.at = due - SECOND
    await bin_.step()
    assert sorted(await bin_.listed()) == ["kept", "lost"]
    assert (await bin_.restore("kept")).status_code == 202
    bin_.time.at = due
    assert await bin_.listed() == ["kept"]
    assert (await bin_.restore("lost")).status_code == 404
    await bin_.step()
    assert await bin_.said("lost") == [("purge_due", 2)]
    assert await bin_.said("kept") == [("restore_requested", 2)]


@pytest.mark.parametrize("days", [-1, 1, 29])
async def test_a_wrong_clock_purges_by_itself_and_takes_nothing_back(bin_: Bin, days: int) -> None:
    await bin_.hear(bin_.deleted("c1"))
    deleted_at = bin_.time.at
    bin_.time.at = deleted_at + timedelta(days=days)
    await bin_.step()
    assert await bin_.listed() == ["c1"]
    bin_.time.at = deleted_at + RETENTION
    await bin_.step()
    bin_.time.at = deleted_at
    await bin_.step()
    assert await bin_.said("c1") == [("purge_due", 2)]
    assert (await bin_.restore("c1")).status_code == 404


async def test_it_is_found_by_customer_and_last_message_and_paged(bin_: Bin) -> None:
    for number in range(7):
        bin_.time.at += SECOND
        await bin_.hear(bin_.deleted(f"c{number}", name=f"Mia{number}", text=f"parcel {number}"))
    newest_first = [f"c{number}" for number in reversed(range(7))]
    found: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        page = await bin_.get(limit=3, **cursor)
        found += [item["conversation_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == newest_first
    assert await bin_.listed(q="PARCEL") == newest_first
    assert await bin_.listed(q="mia3") == await bin_.listed(q="mia3@shop") == ["c3"]
    assert await bin_.listed(q="nobody") == await bin_.listed(q="!?") == []
    refused = await bin_.client.get("/api/v1/trash?cursor=x", headers=bin_.as_("agent"))
    assert refused.status_code == 422


async def test_another_workspace_sees_and_does_nothing(
    bin_: Bin, other_bin: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_cases, "HEARD_SECONDS", 0.2)
    await bin_.hear(bin_.deleted("c1"))
    assert await other_bin.listed() == []
    assert (await other_bin.purge("c1")).status_code == 404
    assert (await other_bin.restore("c1")).status_code == 404
    assert await bin_.listed() == ["c1"]


async def test_only_an_admin_purges_before_the_time_and_again_changes_nothing(bin_: Bin) -> None:
    await bin_.hear(bin_.deleted("c1"))
    assert (await bin_.purge("c1", role="agent")).status_code == 403
    first, second = await bin_.purge("c1"), await bin_.purge("c1")
    assert (first.status_code, first.json()["state"]) == (202, "purging")
    assert second.json() == first.json()
    assert await bin_.said("c1") == [("purge_due", 2)]
    assert await bin_.listed() == []


async def test_an_undo_that_is_faster_than_its_event_waits_for_it(bin_: Bin) -> None:
    undo = asyncio.create_task(bin_.restore("c1"))
    await asyncio.sleep(0)
    await bin_.hear(bin_.deleted("c1"))
    assert (await undo).status_code == 202
    assert await bin_.said("c1") == [("restore_requested", 2)]
    await bin_.hear(bin_.restored("c1"))
    again = asyncio.create_task(bin_.restore("c1"))
    await asyncio.sleep(0)
    await bin_.hear(bin_.deleted("c1", 4))
    assert (await again).status_code == 202


async def test_what_is_never_heard_of_is_not_found_in_the_end(
    bin_: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_cases, "HEARD_SECONDS", 0.2)
    assert (await bin_.restore("nothing")).status_code == 404


async def test_many_restores_and_purges_at_once_come_to_one_decision(bin_: Bin) -> None:
    for number in range(5):
        await bin_.hear(bin_.deleted(f"c{number}"))
        answers = await asyncio.gather(*(do(f"c{number}") for do in (bin_.restore, bin_.purge) * 4))
        said = await bin_.said(f"c{number}")
        assert said in ([("restore_requested", 2)], [("purge_due", 2)])
        accepted = [answer for answer in answers if answer.status_code == 202]
        refused = {answer.status_code for answer in answers} - {202}
        assert len(accepted) == 4
        assert refused == ({409} if said[0][0] == "restore_requested" else {404})


async def test_replicas_at_once_ask_once_for_each(bin_: Bin) -> None:
    ids = [f"c{number}" for number in range(20)]
    for conversation_id in ids:
        await bin_.hear(bin_.deleted(conversation_id))
    bin_.time.at += RETENTION + timedelta(hours=3)
    for _ in range(5):
        await asyncio.gather(*(bin_.step() for _ in range(4)))
    assert [await bin_.said(one) for one in ids] == [[("purge_due", 2)]] * 20


async def test_an_answer_that_is_missing_is_asked_for_again(bin_: Bin) -> None:
    await bin_.hear(bin_.deleted("c1"), bin_.deleted("c2"))
    await bin_.restore("c1")
    await bin_.purge("c2")
    await bin_.step()
    assert [len(await bin_.said(one)) for one in ("c1", "c2")] == [1, 1]
    long_ago = bin_.time.at - timedelta(days=1)
    rows = bin_.trash.mongo.collection("entries")
    await rows.update_many({"is_waiting": True}, {"$set": {"answer_by": long_ago}})
    await asyncio.gather(bin_.step(), bin_.step())
    assert await bin_.said("c1") == [("restore_requested", 2)] * 2
    assert await bin_.said("c2") == [("purge_due", 2)] * 2
    await bin_.hear(bin_.restored("c1"), bin_.purged("c2"))
    await rows.update_many({}, {"$set": {"answer_by": long_ago}})
    await bin_.step()
    assert [len(await bin_.said(one)) for one in ("c1", "c2")] == [2, 2]


async def test_what_ends_leaves_a_receipt_and_comes_back_by_no_late_event(bin_: Bin) -> None:
    deleted = bin_.deleted("c1", name="Canary", text="canary")
    await bin_.hear(deleted)
    await bin_.purge("c1")
    await bin_.hear(bin_.purged("c1"))
    await bin_.hear(deleted, bin_.deleted("c1", name="Canary"), bin_.restored("c1", 2))
    row = await bin_.row("c1")
    assert (row["state"], row["deleted_by"]["name"], row["asked_by"]["name"]) == (
        "purged",
        "Ann",
        "admin",
    )
    assert "canary" not in str(row).lower()
    assert await bin_.listed() == []


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("part", "at"), [("entries", "due"), ("entries", "save"), ("", "append")])
async def test_killed_at_any_step_the_purge_is_asked_for_once(
    bin_: Bin, part: str, at: str, when: str
) -> None:
    await bin_.hear(bin_.deleted("c1"))
    bin_.time.at += RETENTION
    owner: object = bin_.trash.repository if part else bin_.trash
    name = part or "outbox"
    whole = getattr(owner, name)
    # Frozen, because nothing but a test replaces a part.
    object.__setattr__(owner, name, Dies(whole, at, when))
    with pytest.raises(Killed):
        await bin_.step()
    object.__setattr__(owner, name, whole)
    await bin_.step()
    assert await bin_.said("c1") == [("purge_due", 2)]


async def test_every_query_is_answered_by_an_index(bin_: Bin) -> None:
    await bin_.trash.mongo.database.command("profile", 2)
    for number in range(60):
        bin_.time.at += SECOND
        await bin_.hear(bin_.deleted(f"c{number}"))
    page = await bin_.get(limit=20)
    await bin_.get(limit=20, cursor=page["next_cursor"])
    await bin_.get(q="mia")
    await bin_.restore("c1")
    await bin_.purge("c2")
    bin_.time.at += RETENTION
    await bin_.step()
    await bin_.trash.mongo.database.command("profile", 0)
    entries = bin_.trash.mongo.collection("system.profile").find(
        {"ns": {"$regex": r"\.entries$"}, "planSummary": {"$exists": True}}
    )
    done = await entries.to_list(None)
    assert len(done) > 100
    for entry in done:
        assert "COLLSCAN" not in entry["planSummary"], entry
        is_search = "$elemMatch" in str(entry["command"])
        assert not entry.get("hasSortStage") or is_search, entry
    pages = [entry for entry in done if entry["command"].get("limit") == 21]
    assert max(entry["docsExamined"] for entry in pages) <= 22
