"""Who was told, over which channel, and what became of it.

An alert waits here without a ``dispatch`` until it is its agent's turn (``gather``); from then on
it belongs to one, and goes out with it.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from services.notifier.domain.deliveries import Delivery, Purpose, Recipient, State
from services.notifier.domain.people import Channel
from shared import mongo
from shared.mongo import ASCENDING, Document, Index, Mongo, Transaction

_PENDING = {"state": "pending"}
_WAITING = {**_PENDING, "dispatch": None}
_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
"""Whatever a process's clock says, the database's is past it."""
_DUE = mongo.has_come("due_at")


@dataclass(frozen=True, slots=True)
class Box:
    """One agent's alerts over one channel, which are sent a few at a time."""

    workspace_id: str
    agent_id: str
    channel: Channel

    @property
    def key(self) -> str:
        """Tells boxes apart."""
        return f"{self.workspace_id}/{self.agent_id}/{self.channel}"

    @property
    def waiting(self) -> Document:
        """What of it belongs to no dispatch yet."""
        return {
            "workspace_id": self.workspace_id,
            "agent.id": self.agent_id,
            "channel": self.channel,
            **_WAITING,
        }


class Deliveries:
    """One document per person, channel and occasion."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("deliveries")

    async def ensure_indexes(self) -> None:
        """What makes an alert one per agent and channel, and finds what is waiting."""
        workspace, conversation = ("workspace_id", ASCENDING), ("conversation_id", ASCENDING)
        agent, channel = ("agent.id", ASCENDING), ("channel", ASCENDING)
        alerts = {"purpose": "new_conversation"}
        await mongo.ensure_indexes(
            self._rows,
            Index([workspace, conversation, agent, channel], "once", unique=True, partial=alerts),
            Index([workspace, conversation, ("created_at", ASCENDING)], "conversation"),
            Index([workspace, agent, channel, ("created_at", ASCENDING)], "box"),
            Index([("due_at", ASCENDING)], "waiting", partial=_WAITING),
            Index([("dispatch", ASCENDING), ("_id", ASCENDING)], "of_dispatch"),
        )

    async def add(
        self, deliveries: list[Delivery], tx: Transaction, dispatch: str | None = None
    ) -> None:
        """Store new ones. Raises ``DuplicateKey`` for an alert that is known."""
        if deliveries:
            documents = [_document(delivery, dispatch) for delivery in deliveries]
            await self._rows.insert_many(documents, session=tx.session)

    async def boxes(self, limit: int) -> list[Box]:
        """Boxes, of all workspaces, in which something is due."""
        stages: list[Document] = [
            {"$match": {**_WAITING, **_DUE}},
            {"$sort": {"due_at": 1}},
            {"$limit": limit},
            {"$group": {"_id": {"w": "$workspace_id", "a": "$agent.id", "c": "$channel"}}},
        ]
        found = self._rows.aggregate(stages)
        return [Box(row["_id"]["w"], row["_id"]["a"], row["_id"]["c"]) async for row in found]

    async def is_waiting(self, box: Box, tx: Transaction) -> bool:
        """Whether anything waits in ``box``."""
        return await self._rows.find_one(box.waiting, {"_id": 1}, session=tx.session) is not None

    async def gather(self, box: Box, dispatch: str, tx: Transaction) -> None:
        """All that waits in ``box`` goes out as ``dispatch``."""
        await self._rows.update_many(
            box.waiting, {"$set": {"dispatch": dispatch}}, session=tx.session
        )

    async def hold_back(self, box: Box, until: datetime) -> None:
        """All that waits in ``box`` waits until then."""
        await self._rows.update_many(box.waiting, {"$set": {"due_at": until}})

    async def pending(self, dispatch: str, tx: Transaction | None = None) -> list[Delivery]:
        """What goes out with ``dispatch``: less than there was, where an alert ended meanwhile."""
        rows = self._rows.find({"dispatch": dispatch, **_PENDING}, session=tx and tx.session)
        return [_delivery(row) async for row in rows.sort("_id", ASCENDING)]

    async def settle(
        self,
        deliveries: list[Delivery],
        state: State,
        reason: str | None,
        now: datetime,
        tx: Transaction,
        *,
        attempts: int = 1,
    ) -> None:
        """They came to this. Of one that was skipped while it was being sent, that it was sent is
        the truth.
        """
        ids = [delivery.id for delivery in deliveries]
        only: Document = {} if state == "sent" else _PENDING
        await self._rows.update_many(
            {"_id": {"$in": ids}, **only},
            {
                "$set": {"state": state, "reason": reason, "updated_at": now},
                "$inc": {"attempts": attempts},
            },
            session=tx.session,
        )

    async def stop(
        self, workspace_id: str, conversation_id: str, reason: str, now: datetime, tx: Transaction
    ) -> None:
        """Skip the alerts of a conversation that were not sent yet."""
        await self._rows.update_many(
            {
                "workspace_id": workspace_id,
                "conversation_id": conversation_id,
                "purpose": "new_conversation",
                **_PENDING,
            },
            {"$set": {"state": "skipped", "reason": reason, "updated_at": now}},
            session=tx.session,
        )

    async def of_conversation(self, workspace_id: str, conversation_id: str) -> list[Delivery]:
        """All of one conversation, the oldest first."""
        rows = self._rows.find({"workspace_id": workspace_id, "conversation_id": conversation_id})
        return [_delivery(row) async for row in rows.sort("created_at", ASCENDING)]

    async def find(self, workspace_id: str, delivery_id: str) -> Delivery | None:
        """One of them."""
        found = await self._rows.find_one({"_id": delivery_id, "workspace_id": workspace_id})
        return _delivery(found) if found else None

    async def count_since(
        self, workspace_id: str, agent_id: str, purpose: Purpose, moment: datetime
    ) -> int:
        """How many an agent got on an occasion since then, over all channels."""
        return await self._rows.count_documents(
            {
                "workspace_id": workspace_id,
                "agent.id": agent_id,
                "channel": {"$in": ["email", "mobile"]},
                "created_at": {"$gte": moment},
                "purpose": purpose,
            }
        )

    async def forget(self, workspace_id: str, conversation_id: str, tx: Transaction) -> list[str]:
        """Keep nothing of a conversation's; the ids of what it was."""
        mine = {"workspace_id": workspace_id, "conversation_id": conversation_id}
        rows = self._rows.find(mine, {"_id": 1}, session=tx.session)
        ids = [row["_id"] async for row in rows]
        await self._rows.delete_many(mine, session=tx.session)
        return ids


def _document(delivery: Delivery, dispatch: str | None) -> Document:
    fields: dict[str, Any] = asdict(delivery)
    delivery_id = fields.pop("id")
    return {"_id": delivery_id, **fields, "dispatch": dispatch, "due_at": _AT_ONCE}


def _delivery(found: Document) -> Delivery:
    agent = found["agent"]
    return Delivery(
        id=found["_id"],
        workspace_id=found["workspace_id"],
        purpose=found["purpose"],
        channel=found["channel"],
        event=found["event"],
        conversation_id=found["conversation_id"],
        agent=Recipient(**agent) if agent else None,
        to=found["to"],
        request_id=found["request_id"],
        created_at=found["created_at"],
        updated_at=found["updated_at"],
        state=found["state"],
        attempts=found["attempts"],
        reason=found["reason"],
    )
