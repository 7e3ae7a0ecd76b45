"""The messages of every ticket, as chat said them."""

from collections.abc import Sequence

from services.tickets.domain import Conversion
from shared import mongo
from shared.contracts.conversations import Message
from shared.mongo import ASCENDING, Index, Mongo, Transaction


class Transcripts:
    """One document per message."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("transcripts")

    async def ensure_indexes(self) -> None:
        """What keeps each ``seq`` to one message."""
        keys = [("ticket_id", ASCENDING), ("seq", ASCENDING)]
        await mongo.ensure_indexes(self._rows, Index(keys, "seq", unique=True))

    async def add(
        self, conversion: Conversion, messages: Sequence[Message], tx: Transaction
    ) -> None:
        """Keep the next part of a transcript."""
        await self._rows.insert_many(
            [
                {
                    "workspace_id": conversion.workspace_id,
                    "ticket_id": conversion.ticket_id,
                    "seq": message.seq,
                    "message": message.model_dump(),
                }
                for message in messages
            ],
            session=tx.session,
        )

    async def page(
        self, workspace_id: str, ticket_id: str, after_seq: int, limit: int
    ) -> list[Message]:
        """The first ``limit`` messages after ``after_seq``, ascending."""
        rows = self._rows.find(
            {"ticket_id": ticket_id, "seq": {"$gt": after_seq}, "workspace_id": workspace_id}
        )
        part = rows.sort("seq", ASCENDING).limit(limit)
        return [Message.model_validate(row["message"]) async for row in part]
