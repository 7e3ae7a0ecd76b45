"""Transactions: all or nothing, again when the server asks for it, told only when committed."""

import asyncio

import pytest

from shared.mongo import DuplicateKey, Mongo, Transaction


async def test_what_a_failed_attempt_wrote_is_not_there(mongo: Mongo) -> None:
    async def attempt(tx: Transaction) -> None:
        await mongo.collection("things").insert_one({"_id": 1}, session=tx.session)
        raise LookupError

    with pytest.raises(LookupError):
        await mongo.transact(attempt)

    assert await mongo.collection("things").count_documents({}) == 0


async def test_concurrent_changes_of_one_document_all_happen(mongo: Mongo) -> None:
    counters = mongo.collection("counters")
    await counters.insert_one({"_id": "c", "value": 0})

    async def attempt(tx: Transaction) -> None:
        found = await counters.find_one({"_id": "c"}, session=tx.session)
        assert found is not None
        change = {"$set": {"value": found["value"] + 1}}
        await counters.update_one({"_id": "c"}, change, session=tx.session)

    await asyncio.gather(*(mongo.transact(attempt) for _ in range(20)))

    assert await counters.find_one() == {"_id": "c", "value": 20}


async def test_only_a_commit_is_told(mongo: Mongo) -> None:
    told: list[str] = []

    async def attempt(tx: Transaction, fails: bool) -> None:
        await mongo.collection("things").insert_one({"_id": "same"}, session=tx.session)
        tx.after_commit(lambda: told.append("failed" if fails else "committed"))

    await mongo.transact(lambda tx: attempt(tx, fails=False))
    with pytest.raises(DuplicateKey):
        await mongo.transact(lambda tx: attempt(tx, fails=True))

    assert told == ["committed"]
