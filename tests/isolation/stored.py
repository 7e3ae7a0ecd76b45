"""What all databases hold of a workspace, to see that nobody else has changed it."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from bson.raw_bson import RawBSONDocument
from pymongo import AsyncMongoClient

from deploy.local import services
from deploy.local.system import System
from tests.eventually import eventually
from tests.isolation.homes import Home

PROCESSES = (services.GATEWAY, *services.SERVICES)
FILES = ("file", "ticket_file", "trashed_file", "upload")

LEASES = "presence.places"
"""Who is where: it ends by itself, whoever does what."""

Stored = dict[str, str]
"""Hashes of documents, by where each is: ``chat.messages`` and its id."""


class Databases:
    """All databases of a system, read as bytes."""

    def __init__(self, system: System) -> None:
        self._clients = {
            name: AsyncMongoClient(system.mongo_url(name), document_class=RawBSONDocument)
            for name in PROCESSES
        }

    async def close(self) -> None:
        await asyncio.gather(*(client.close() for client in self._clients.values()))

    async def of(self, homes: Sequence[Home]) -> dict[str, Stored]:
        """By the name of a workspace: every document that names it, or is a piece of its files."""
        found: dict[str, Stored] = {home.name: {} for home in homes}
        for place, document in await self._everything():
            for home in homes:
                if any(mark in document for mark in _marks(home)):
                    found[home.name][place] = hashlib.sha256(document).hexdigest()
        return found

    async def at_rest(self, homes: Sequence[Home]) -> dict[str, Stored]:
        """As ``of``, once what was said has been heard by everybody."""
        before: dict[str, Stored] = {}

        async def is_still() -> bool:
            nonlocal before
            last, before = before, await self.of(homes)
            return before == last and not any(map(_is_on_its_way, before.values()))

        await eventually(is_still, seconds=30)
        return before

    async def _everything(self) -> list[tuple[str, bytes]]:
        parts = await asyncio.gather(*map(self._all_of, PROCESSES))
        return [row for part in parts for row in part]

    async def _all_of(self, process: str) -> list[tuple[str, bytes]]:
        database = self._clients[process].get_default_database()
        now = datetime.now(UTC).replace(tzinfo=None)
        return [
            (f"{process}.{name} {document['_id']}", bytes(document.raw))
            for name in await database.list_collection_names()
            if f"{process}.{name}" != LEASES and not name.startswith("system.")
            async for document in database[name].find()
            if not _is_over(document, now)
        ]


def changes(before: Stored, after: Stored) -> list[str]:
    """Where what is stored differs."""
    places = before.keys() | after.keys()
    return sorted(place for place in places if before.get(place) != after.get(place))


def _is_over(document: RawBSONDocument, now: datetime) -> bool:
    """MongoDB removes it, a while after its time."""
    expires_at = document.get("expires_at")
    return isinstance(expires_at, datetime) and expires_at < now


def _marks(home: Home) -> list[bytes]:
    return [home.id.encode(), *(home.things[kind].encode() for kind in FILES)]


def _is_on_its_way(stored: Stored) -> bool:
    return any(".outbox " in place for place in stored)
