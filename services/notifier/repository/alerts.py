"""New conversations, and whether anybody still needs to be told of them."""

from services.notifier.domain.deliveries import Alert, End
from shared import mongo
from shared.mongo import ASCENDING, Document, Index, Mongo, Transaction

_UNTOLD = {"is_untold": True}


class Alerts:
    """One document per conversation; it may be known to have ended before it began. Of one that is
    purged its id stays, so that what comes late does not bring it back.
    """

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("alerts")

    async def ensure_indexes(self) -> None:
        """What finds those whom nobody was told of; it holds nothing else."""
        await mongo.ensure_indexes(
            self._rows, Index([("started_at", ASCENDING)], "untold", partial=_UNTOLD)
        )

    async def begin(self, alert: Alert, tx: Transaction) -> None:
        """A conversation that agents are to be told of, even if it has ended already."""
        if await self.is_forgotten(alert.workspace_id, alert.conversation_id, tx):
            return
        fields = {
            "workspace_id": alert.workspace_id,
            "customer_name": alert.customer_name,
            "text": alert.text,
            "started_at": alert.started_at,
            **_UNTOLD,
        }
        await self._rows.update_one(
            {"_id": alert.conversation_id}, {"$set": fields}, upsert=True, session=tx.session
        )

    async def end(self, workspace_id: str, conversation_id: str, how: End, tx: Transaction) -> bool:
        """Nobody needs to be told any more; false when that was known."""
        found = await self._rows.find_one({"_id": conversation_id}, session=tx.session)
        if found and found.get("ended"):
            return False
        await self._rows.update_one(
            {"_id": conversation_id, "workspace_id": workspace_id},
            {"$set": {"ended": how}},
            upsert=True,
            session=tx.session,
        )
        return True

    async def untold(self, limit: int) -> list[Alert]:
        """The oldest of those, of all workspaces, whose deliveries are not decided yet."""
        rows = self._rows.find(_UNTOLD).sort("started_at", ASCENDING).limit(limit)
        return [_alert(row) async for row in rows]

    async def tell(self, conversation_id: str, tx: Transaction) -> Alert | None:
        """The alert, whose deliveries this transaction decides; None when they are decided."""
        found = await self._rows.find_one_and_update(
            {"_id": conversation_id, **_UNTOLD}, {"$unset": {"is_untold": ""}}, session=tx.session
        )
        return _alert(found) if found else None

    async def among(self, workspace_id: str, conversation_ids: list[str]) -> list[Alert]:
        """Those of ``conversation_ids`` that have begun, in any order."""
        rows = self._rows.find(
            {
                "_id": {"$in": conversation_ids},
                "workspace_id": workspace_id,
                "started_at": {"$exists": True},
            }
        )
        return [_alert(row) async for row in rows]

    async def hide(
        self, workspace_id: str, conversation_id: str, sequence: int, tx: Transaction, *, yes: bool
    ) -> None:
        """Whether it is in the trash now, unless something newer was heard of that."""
        own = {"_id": conversation_id, "workspace_id": workspace_id}
        found = await self._rows.find_one(own, session=tx.session) or {}
        if found.get("hidden_by", 0) < sequence and not found.get("is_forgotten"):
            fields = {"is_hidden": yes, "hidden_by": sequence}
            await self._rows.update_one(own, {"$set": fields}, upsert=True, session=tx.session)

    async def is_hidden(self, workspace_id: str, conversation_id: str) -> bool:
        """It is in the trash."""
        own = {"_id": conversation_id, "workspace_id": workspace_id}
        found = await self._rows.find_one(own, {"is_hidden": 1})
        return bool(found and found.get("is_hidden"))

    async def is_forgotten(self, workspace_id: str, conversation_id: str, tx: Transaction) -> bool:
        """It is purged."""
        own = {"_id": conversation_id, "workspace_id": workspace_id}
        found = await self._rows.find_one(own, {"is_forgotten": 1}, session=tx.session)
        return bool(found and found.get("is_forgotten"))

    async def forget(self, workspace_id: str, conversation_id: str, tx: Transaction) -> None:
        """Keep nothing of it but that."""
        own = {"_id": conversation_id, "workspace_id": workspace_id}
        ended: Document = {**own, "ended": "deleted", "is_hidden": True, "is_forgotten": True}
        await self._rows.replace_one(own, ended, upsert=True, session=tx.session)


def _alert(found: Document) -> Alert:
    return Alert(
        conversation_id=found["_id"],
        workspace_id=found["workspace_id"],
        customer_name=found["customer_name"],
        text=found["text"],
        started_at=found["started_at"],
        ended=found.get("ended"),
    )
