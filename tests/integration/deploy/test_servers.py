"""The servers that every integration test stands on."""

import aio_pika
from pymongo import AsyncMongoClient

from tests import servers


async def test_a_fresh_database_is_empty_and_takes_transactions(mongo_url: str) -> None:
    async with AsyncMongoClient[dict[str, object]](mongo_url) as client:
        database = client.get_default_database()
        assert await database.list_collection_names() == []
        async with client.start_session() as session, await session.start_transaction():
            await database["rows"].insert_one({"a": 1}, session=session)
        assert await database["rows"].count_documents({}) == 1


async def test_a_fresh_virtual_host_carries_a_message_over_a_quorum_queue(amqp_url: str) -> None:
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(
            "mail", durable=True, arguments={"x-queue-type": "quorum"}
        )
        await channel.default_exchange.publish(aio_pika.Message(b"hello"), "mail")
        message = await queue.get(timeout=5)
        assert message is not None
        assert message.body == b"hello"
        await message.ack()


async def test_two_fresh_databases_know_nothing_of_each_other(
    mongo_server: servers.MongoServer,
) -> None:
    async with mongo_server.fresh() as one, mongo_server.fresh() as other:
        assert one != other
