"""The look for queries without an index sees what it is for."""

import pytest
from pymongo import AsyncMongoClient

from tests import explained
from tests.servers import MongoServer


async def test_a_query_that_reads_a_whole_collection_is_named(mongo_server: MongoServer) -> None:
    async with mongo_server.fresh() as url, AsyncMongoClient[dict[str, object]](url) as client:
        rows = client.get_default_database()["rows"]
        await rows.insert_one({"_id": "one", "colour": "red"})
        watching = explained.answered_by_indexes(mongo_server.admin_url, [rows.database.name])
        with pytest.raises(AssertionError, match=r"query .*\.rows by \['colour'\]: COLLSCAN"):
            async with watching:
                await rows.find_one({"colour": "red"})


async def test_queries_that_an_index_answers_are_passed_over(mongo_server: MongoServer) -> None:
    async with mongo_server.fresh() as url, AsyncMongoClient[dict[str, object]](url) as client:
        rows = client.get_default_database()["rows"]
        await rows.create_index("colour")
        async with explained.answered_by_indexes(mongo_server.admin_url, [rows.database.name]):
            await rows.insert_one({"_id": "one", "colour": "red"})
            assert await rows.find_one({"_id": "one"})
            await rows.update_one({"colour": "red"}, {"$set": {"colour": "blue"}})
            await rows.delete_many({"colour": "blue"})
