"""MongoDB's log: by default a slow command is in it whole, with what people wrote."""

from pathlib import Path
from typing import Any

from pymongo import AsyncMongoClient

from tests.servers import own_mongod

CANARY = "where is my parcel"


async def test_a_slow_command_leaves_nothing_of_what_was_written_in_the_log(
    tmp_path: Path,
) -> None:
    async with own_mongod(tmp_path) as (process, server):
        async with AsyncMongoClient[dict[str, Any]](server.url("chat")) as client:
            chat = client.get_default_database()
            await chat.command("profile", 0, slowms=-1)  # from now on every command is slow
            await chat["messages"].insert_one({"text": CANARY})
            await chat["messages"].update_one({"text": CANARY}, {"$set": {"seq": 1}})
        assert CANARY not in process.log.read_text()
