"""Conversions whose transcripts are still coming."""

from services.tickets.domain import Conversion
from services.tickets.repository import documents
from shared import mongo
from shared.mongo import ASCENDING, Index, Mongo, Transaction


class Conversions:
    """One document per conversion under way, gone when it is a ticket."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("conversions")

    async def ensure_indexes(self) -> None:
        """What keeps a conversation to one conversion at a time."""
        keys = [("workspace_id", ASCENDING), ("conversation_id", ASCENDING)]
        await mongo.ensure_indexes(self._rows, Index(keys, "conversation", unique=True))

    async def find(
        self, workspace_id: str, conversation_id: str, tx: Transaction
    ) -> Conversion | None:
        """The one of that conversation."""
        row = await self._rows.find_one(
            {"workspace_id": workspace_id, "conversation_id": conversation_id},
            session=tx.session,
        )
        return documents.to_conversion(row) if row else None

    async def add(self, conversion: Conversion, tx: Transaction) -> None:
        """Raises ``DuplicateKey`` when its conversation has one."""
        await self._rows.insert_one(documents.of_conversion(conversion), session=tx.session)

    async def save(self, conversion: Conversion, tx: Transaction) -> None:
        """Write what changed since it was found in ``tx``."""
        await self._rows.replace_one(
            {"_id": conversion.ticket_id, "workspace_id": conversion.workspace_id},
            documents.of_conversion(conversion),
            session=tx.session,
        )

    async def remove(self, conversion: Conversion, tx: Transaction) -> None:
        """It has become a ticket."""
        await self._rows.delete_one(
            {"_id": conversion.ticket_id, "workspace_id": conversion.workspace_id},
            session=tx.session,
        )
