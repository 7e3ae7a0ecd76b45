"""What the admins of a workspace are to be told of, and whether it is decided who they are."""

from dataclasses import asdict
from datetime import datetime

from services.notifier.domain.deliveries import Notice
from shared import mongo
from shared.mongo import ASCENDING, Document, Index, Mongo, Transaction

KEPT_SECONDS = 30 * 24 * 3600
_UNTOLD = {"is_untold": True}


class Notices:
    """One document per notice, for longer than its mails may take."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("notices")

    async def ensure_indexes(self) -> None:
        """What finds those whom nobody was told of, and when to forget them."""
        heard_at = [("heard_at", ASCENDING)]
        await mongo.ensure_indexes(
            self._rows,
            Index([("is_untold", ASCENDING)], "untold", partial=_UNTOLD),
            Index(heard_at, "expiry", expire_after_seconds=KEPT_SECONDS),
        )

    async def add(self, notice: Notice, now: datetime, tx: Transaction) -> None:
        """Admins are to be told of it."""
        fields = asdict(notice)
        row = {"_id": fields.pop("id"), **fields, "heard_at": now, **_UNTOLD}
        await self._rows.insert_one(row, session=tx.session)

    async def untold(self, limit: int) -> list[Notice]:
        """Those, of all workspaces, whose deliveries are not decided yet."""
        return [_notice(row) async for row in self._rows.find(_UNTOLD).limit(limit)]

    async def tell(self, notice_id: str, tx: Transaction) -> bool:
        """This transaction decides its deliveries; false when they are decided."""
        told = await self._rows.update_one(
            {"_id": notice_id, **_UNTOLD}, {"$unset": {"is_untold": ""}}, session=tx.session
        )
        return told.modified_count == 1

    async def find(self, workspace_id: str, notice_id: str) -> Notice | None:
        """What it says, if it is still here."""
        found = await self._rows.find_one({"_id": notice_id, "workspace_id": workspace_id})
        return _notice(found) if found else None


def _notice(row: Document) -> Notice:
    return Notice(
        id=row["_id"],
        workspace_id=row["workspace_id"],
        address=row["address"],
        description=row["description"],
        reason=row["reason"],
    )
