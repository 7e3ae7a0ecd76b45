"""What is known of agents: the roster as told, what each wants, and their devices."""

from dataclasses import asdict
from datetime import datetime, timedelta

from services.notifier.domain.people import Agent, Device, Preferences, Roster
from shared import mongo
from shared.mongo import AFTER, ASCENDING, DESCENDING, Document, Index, Mongo, Transaction

ASKED_AGAIN = timedelta(seconds=10)
"""How long an answer is waited for before a roster is asked for again."""
_WITHOUT_ROLE = {"$elemMatch": {"role": {"$exists": False}}}
"""As rosters were kept before admins were told of anything."""


class Rosters:
    """One document per workspace: its roster, or that it was asked for."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("rosters")

    async def find(self, workspace_id: str, tx: Transaction | None = None) -> Roster | None:
        """The roster, if it was ever told with all that is needed of it."""
        told = {"sequence": {"$exists": True}, "agents": {"$not": _WITHOUT_ROLE}}
        found = await self._rows.find_one({"_id": workspace_id, **told}, session=tx and tx.session)
        return _roster(found) if found else None

    async def learn(self, roster: Roster, tx: Transaction) -> None:
        """Keep it, unless a newer one is known."""
        known = await self.find(roster.workspace_id, tx)
        if known and known.sequence >= roster.sequence:
            return
        fields = {
            "workspace_name": roster.workspace_name,
            "sequence": roster.sequence,
            "agents": [asdict(agent) for agent in roster.agents],
        }
        await self._rows.update_one(
            {"_id": roster.workspace_id}, {"$set": fields}, upsert=True, session=tx.session
        )

    async def ask(self, workspace_id: str, now: datetime, tx: Transaction) -> int | None:
        """How often it was asked for, this time included; None when it was a moment ago."""
        found = await self._rows.find_one({"_id": workspace_id}, session=tx.session)
        if found and "asked_at" in found and now - found["asked_at"] < ASKED_AGAIN:
            return None
        after: Document = await self._rows.find_one_and_update(
            {"_id": workspace_id},
            {"$set": {"asked_at": now}, "$inc": {"asked": 1}},
            upsert=True,
            return_document=AFTER,
            session=tx.session,
        )
        return int(after["asked"])


class Wishes:
    """One document per agent who ever chose what they want to be alerted by."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("preferences")

    async def find(self, workspace_id: str, agent_id: str) -> Preferences:
        """What they want: everything, if they never chose."""
        found = await self._rows.find_one({"_id": _key(workspace_id, agent_id)})
        return _preferences(found) if found else Preferences()

    async def of(self, roster: Roster, tx: Transaction) -> dict[str, Preferences]:
        """By agent's id, of those who chose."""
        keys = [_key(roster.workspace_id, agent.id) for agent in roster.agents]
        rows = self._rows.find({"_id": {"$in": keys}}, session=tx.session)
        return {row["agent_id"]: _preferences(row) async for row in rows}

    async def save(
        self, workspace_id: str, agent_id: str, wanted: Preferences, tx: Transaction
    ) -> int:
        """Keep what they want; how often they chose, this time included."""
        after: Document = await self._rows.find_one_and_update(
            {"_id": _key(workspace_id, agent_id)},
            {
                "$set": {"workspace_id": workspace_id, "agent_id": agent_id, **asdict(wanted)},
                "$inc": {"version": 1},
            },
            upsert=True,
            return_document=AFTER,
            session=tx.session,
        )
        return int(after["version"])


class Devices:
    """One document per device, under its token: it is one agent's at a time."""

    def __init__(self, mongo: Mongo) -> None:
        self._rows = mongo.collection("devices")

    async def ensure_indexes(self) -> None:
        """What finds an agent's devices."""
        agent = ("workspace_id", ASCENDING), ("agent_id", ASCENDING)
        await mongo.ensure_indexes(
            self._rows, Index([*agent, ("registered_at", DESCENDING)], "agent")
        )

    async def of(self, workspace_id: str, agent_id: str) -> list[Device]:
        """The agent's devices, the newest first."""
        rows = self._rows.find({"workspace_id": workspace_id, "agent_id": agent_id})
        return [_device(row) async for row in rows.sort("registered_at", DESCENDING)]

    async def put(self, device: Device) -> None:
        """Register it; from now on it is this agent's and nobody else's."""
        fields = asdict(device)
        token = fields.pop("token")
        await self._rows.update_one({"_id": token}, {"$set": fields}, upsert=True)

    async def remove(self, workspace_id: str, agent_id: str, token: str) -> bool:
        """Forget it; false when it was not the agent's."""
        removed = await self._rows.delete_one(
            {"_id": token, "workspace_id": workspace_id, "agent_id": agent_id}
        )
        return removed.deleted_count == 1


def _key(workspace_id: str, agent_id: str) -> str:
    return f"{workspace_id}/{agent_id}"


def _roster(found: Document) -> Roster:
    return Roster(
        workspace_id=found["_id"],
        workspace_name=found["workspace_name"],
        sequence=found["sequence"],
        agents=tuple(Agent(**agent) for agent in found["agents"]),
    )


def _preferences(found: Document) -> Preferences:
    return Preferences(found["email"], found["mobile"], found["sound"])


def _device(found: Document) -> Device:
    return Device(
        token=found["_id"],
        workspace_id=found["workspace_id"],
        agent_id=found["agent_id"],
        name=found["name"],
        registered_at=found["registered_at"],
    )
