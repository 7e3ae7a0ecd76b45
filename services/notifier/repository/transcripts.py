"""Transcripts until they are sent, and not a moment longer."""

from datetime import datetime

from shared import mongo
from shared.contracts.conversation_events import TranscriptRequested
from shared.mongo import ASCENDING, Index, Mongo, Transaction


class Transcripts:
    """One document per transcript on its way, under the id of its delivery."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("transcripts")

    async def ensure_indexes(self) -> None:
        """What finds those of one conversation."""
        workspace, conversation = ("workspace_id", ASCENDING), ("conversation_id", ASCENDING)
        await mongo.ensure_indexes(self._rows, Index([workspace, conversation], "conversation"))

    async def add(
        self,
        workspace_id: str,
        conversation_id: str,
        wanted: TranscriptRequested,
        now: datetime,
        tx: Transaction,
    ) -> None:
        """Keep it until it is sent."""
        await self._rows.insert_one(
            {
                "_id": wanted.request_id,
                "workspace_id": workspace_id,
                "conversation_id": conversation_id,
                "wanted": wanted.model_dump_json(),
                "heard_at": now,
            },
            session=tx.session,
        )

    async def find(self, request_id: str) -> TranscriptRequested | None:
        """What is to be sent, if it is still here."""
        found = await self._rows.find_one({"_id": request_id})
        return TranscriptRequested.model_validate_json(found["wanted"]) if found else None

    async def remove(self, request_id: str, tx: Transaction) -> None:
        """It is sent, or never will be."""
        await self._rows.delete_one({"_id": request_id}, session=tx.session)

    async def forget(self, workspace_id: str, conversation_id: str, tx: Transaction) -> None:
        """Keep nothing of a conversation's."""
        await self._rows.delete_many(
            {"workspace_id": workspace_id, "conversation_id": conversation_id}, session=tx.session
        )
