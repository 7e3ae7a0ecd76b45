"""Reads what is left when everything has come to rest: databases, log of events, mails, logs."""

import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from pymongo import AsyncMongoClient
from pymongo.asynchronous.database import AsyncDatabase

from services.webhooks.domain.offer import OFFERED
from shared.bus.log import replay
from tests.people import Json
from tests.resilience.soak.ground import Ground
from tests.resilience.soak.marks import Viewer
from tests.resilience.soak.record import Record
from tests.resilience.soak.stored import (
    Conversation,
    Delivery,
    Entry,
    Mail,
    Message,
    Stored,
    Ticket,
)

Database = AsyncDatabase[Json]

_LINK = re.compile(r"/([0-9a-f]{8}-[0-9a-f-]{27})\b")


@asynccontextmanager
async def database(ground: Ground, name: str) -> AsyncIterator[Database]:
    """The database of the process called ``name``."""
    async with AsyncMongoClient[Json](ground.mongo_url(name), timeoutMS=10_000) as client:
        yield client.get_default_database()


async def stored(ground: Ground, record: Record) -> Stored:
    """All that the checkers want to know; what is seen on the way is written in ``record``."""
    names = await workspaces(ground)
    events = await _events(ground, record, names)
    async with (
        database(ground, "chat") as chat,
        database(ground, "tickets") as desk,
        database(ground, "trash") as trash,
        database(ground, "notifier") as notifier,
    ):
        return Stored(
            conversations=await conversations(chat, names),
            messages=await messages(chat),
            tickets=await tickets(desk),
            entries=await entries(trash),
            deliveries=await deliveries(notifier),
            mails=await _mails(ground, record),
            said=said(events),
            offered=said(event for event in events if event["type"] in OFFERED),
        )


async def workspaces(ground: Ground) -> dict[str, str]:
    """Names by id."""
    async with database(ground, "gateway") as gateway:
        return {row["_id"]: row["name"] async for row in gateway["workspaces"].find()}


async def conversations(chat: Database, names: Mapping[str, str]) -> list[Conversation]:
    """Those in the trash too. ``names`` of workspaces by id; who has none goes by the id."""
    return [
        _conversation(row, names)
        for collection in ("conversations", "deleted_conversations")
        async for row in chat[collection].find()
    ]


async def messages(chat: Database) -> list[Message]:
    """Of all conversations."""
    return [_message(row) async for row in chat["messages"].find()]


async def tickets(desk: Database) -> list[Ticket]:
    """With what is kept of their transcripts."""
    seqs: dict[str, list[int]] = defaultdict(list)
    async for row in desk["transcripts"].find({}, {"ticket_id": 1, "seq": 1}).sort("seq"):
        seqs[row["ticket_id"]].append(row["seq"])
    return [_ticket(row, tuple(seqs[row["_id"]])) async for row in desk["tickets"].find()]


async def entries(trash: Database) -> list[Entry]:
    """Those that have ended too."""
    rows = trash["entries"].find()
    return [Entry(row["_id"], row["state"], row["deletion"]) async for row in rows]


async def deliveries(notifier: Database) -> list[Delivery]:
    """Of new conversations."""
    rows = notifier["deliveries"].find({"purpose": "new_conversation"})
    return [_delivery(row) async for row in rows]


def _conversation(row: Json, names: Mapping[str, str]) -> Conversation:
    deletion, conversion = row["deletion"], row["conversion"]
    return Conversation(
        id=row["_id"],
        workspace=names.get(row["workspace_id"], row["workspace_id"]),
        client_id=row["client_id"],
        version=row["version"],
        last_seq=row["last_seq"],
        deletion=deletion["sequence"] if deletion else None,
        conversion=(conversion["state"], conversion["ticket_id"]) if conversion else None,
    )


def _message(row: Json) -> Message:
    author = row["author"]
    return Message(
        id=row["_id"],
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        client_id=row["client_id"],
        author=author["id"],
        is_agent=author["kind"] == "agent",
    )


def _ticket(row: Json, seqs: tuple[int, ...]) -> Ticket:
    return Ticket(row["_id"], row["workspace_id"], row["conversation_id"], row["number"], seqs)


def _delivery(row: Json) -> Delivery:
    return Delivery(
        agent=row["agent"]["id"],
        channel=row["channel"],
        conversation_id=row["conversation_id"],
        state=row["state"],
        dispatch=row["dispatch"],
    )


async def _mails(ground: Ground, record: Record) -> list[Mail]:
    homes = {
        agent["email"]: workspace["name"]
        for workspace in ground.workspaces
        for agent in workspace["agents"]
    }
    async with httpx.AsyncClient() as http:
        mails = (await http.get(f"{ground.sinks.mail_url}/messages")).raise_for_status().json()
    for mail in mails:
        record.sightings.update(Viewer(mail["to"], homes[mail["to"]]).sees(json.dumps(mail)))
    return [_mail(mail) for mail in mails]


def _mail(mail: dict[str, Any]) -> Mail:
    return Mail(mail["to"], mail["message_id"], frozenset(_LINK.findall(mail["text"])))


async def _events(ground: Ground, record: Record, names: Mapping[str, str]) -> list[Json]:
    """All in the log. ``record`` learns whether one of a workspace carries what is another's."""
    events = [json.loads(body) async for body in replay(ground.amqp_url)]
    for event in events:
        viewer = Viewer(event["type"], names.get(event["workspaceid"], ""))
        record.sightings.update(viewer.sees(json.dumps(event)))
    return events


def said(events: Iterable[Json]) -> dict[str, frozenset[int]]:
    """The sequences of each conversation's events."""
    found: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event["type"].startswith("conversation."):
            found[event["subject"]].add(event["sequence"])
    return {subject: frozenset(sequences) for subject, sequences in found.items()}


def look_into_logs(ground: Ground, record: Record) -> None:
    """No log holds what people wrote: nobody's mark is a log's to see."""
    for log in ground.logs.iterdir():
        viewer = Viewer(f"log {log.name}", "no workspace")
        record.sightings.update(viewer.sees(log.read_text(errors="replace")))
