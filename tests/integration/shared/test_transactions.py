"""Transactions: all or nothing, again when the server asks for it, told only when committed."""

import asyncio

import pytest
from pymongo import AsyncMongoClient

from shared.mongo import DuplicateKey, Mongo, Transaction
from tests.eventually import eventually


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


async def test_who_died_within_a_transaction_holds_up_nobody_for_long(
    mongo: Mongo, mongo_url: str
) -> None:
    await mongo.collection("things").insert_one({"_id": "c", "by": None})

    async def attempt(tx: Transaction) -> None:
        change = {"$set": {"by": "the living"}}
        await mongo.collection("things").update_one({"_id": "c"}, change, session=tx.session)

    async def is_written() -> bool:
        try:
            await mongo.transact(attempt)
        except TimeoutError:
            return False
        return True

    async with AsyncMongoClient[dict[str, object]](mongo_url) as client:
        things = client.get_default_database()["things"]
        async with client.start_session() as session:
            await session.start_transaction()
            await things.update_one({"_id": "c"}, {"$set": {"by": "the dead"}}, session=session)
            await eventually(is_written, seconds=20)
    assert await mongo.collection("things").find_one() == {"_id": "c", "by": "the living"}
