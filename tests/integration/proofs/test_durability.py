"""Durability: without majority and journal, an acknowledged message dies with the database."""

from pathlib import Path
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.write_concern import WriteConcern

from shared import mongo
from tests.integration.proofs.conftest import opened
from tests.servers import own_mongod

LAZY = ("--journalCommitInterval", "500")
"""The longest that it may keep what nobody waits for, so that there is something to lose."""
MESSAGES = 10


@pytest.mark.parametrize("is_on", [True, False], ids=["on", "off"])
async def test_without_majority_and_journal_an_acknowledged_message_is_lost(
    tmp_path: Path,
    amqp_url: str,
    private_key: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_on: bool,
) -> None:
    if not is_on:
        monkeypatch.setattr(mongo, "AsyncIOMotorClient", _careless_client)
        monkeypatch.setattr(mongo, "WriteConcern", lambda **_: WriteConcern(w=1, j=False))
    async with (
        own_mongod(tmp_path, *LAZY) as (process, server),
        opened(server.url("chat"), amqp_url, private_key) as shop,
    ):
        customer, _ = await shop.office.started()
        await shop.has_said_all()
        for _ in range(MESSAGES):
            await shop.post(customer, "/widget/v1/conversation")
        await process.wait_replaced(process.kill())
        assert await shop.accuses("acknowledged") is not is_on


def _careless_client(url: str, **options: Any) -> AsyncIOMotorClient[Any]:
    careless = {"w": 1, "journal": False, "readConcernLevel": "local"}
    return AsyncIOMotorClient(url, **options | careless)
