"""Where the bytes of attachments are: a port of three verbs, and GridFS behind it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

from shared import clock, mongo
from shared.mongo import ASCENDING, Index, Mongo

CHUNK_BYTES = 255 * 1024
"""What GridFS makes of a file; as much of each transfer is held in memory."""
READ_AHEAD = 2


class Storage(Protocol):
    """Keeps blobs under ids that the caller makes."""

    async def write(self, blob_id: str, content: AsyncIterator[bytes]) -> None:
        """Store ``content`` as it arrives; when it breaks off, nothing is left."""

    def read(self, blob_id: str) -> AsyncIterator[bytes]:
        """The content, piece by piece."""

    async def delete(self, blob_id: str) -> None:
        """Whole or in parts, it is gone afterwards; also when it was before."""


class GridFs:
    """Blobs in the service's own database, in the GridFS format. A part.

    https://github.com/mongodb/specifications/blob/master/source/gridfs/gridfs-spec.md

    The format is written here, because the driver's own writer keeps a file of our size in memory
    until its last byte has come. Neither takes part in transactions: blob first, then the
    reference to it.
    """

    name = "storage"

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo

    async def start(self) -> None:
        self._files = self._mongo.collection("attachments.files")
        self._chunks = self._mongo.collection("attachments.chunks")
        order = [("files_id", ASCENDING), ("n", ASCENDING)]
        await mongo.ensure_indexes(self._chunks, Index(order, "files_id_1_n_1", unique=True))

    async def stop(self) -> None:
        """Nothing to let go of."""

    async def ping(self) -> None:
        """The database is asked by its own part."""

    async def write(self, blob_id: str, content: AsyncIterator[bytes]) -> None:
        """See ``Storage``."""
        number = length = 0
        try:
            async for chunk in _chunked(content):
                await self._chunks.insert_one({"files_id": blob_id, "n": number, "data": chunk})
                number, length = number + 1, length + len(chunk)
            await self._files.insert_one(
                {
                    "_id": blob_id,
                    "length": length,
                    "chunkSize": CHUNK_BYTES,
                    "uploadDate": clock.now(),
                }
            )
        except BaseException:
            # Also when the sender went away: nothing of it stays before that is passed on.
            await asyncio.shield(self.delete(blob_id))
            raise

    async def read(self, blob_id: str) -> AsyncIterator[bytes]:
        """See ``Storage``."""
        chunks = self._chunks.find({"files_id": blob_id}).sort("n", ASCENDING)
        async for chunk in chunks.batch_size(READ_AHEAD):
            yield chunk["data"]

    async def delete(self, blob_id: str) -> None:
        """See ``Storage``."""
        await self._files.delete_one({"_id": blob_id})
        await self._chunks.delete_many({"files_id": blob_id})


async def _chunked(content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces of ``CHUNK_BYTES``, the last one of what is left."""
    held = bytearray()
    async for piece in content:
        held += piece
        while len(held) >= CHUNK_BYTES:
            yield bytes(held[:CHUNK_BYTES])
            del held[:CHUNK_BYTES]
    if held:
        yield bytes(held)
