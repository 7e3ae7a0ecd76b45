"""The only door to MongoDB: a connection with safe concerns and deadlines, and transactions.

Motor, which this wraps, is past its end of life; its successor in PyMongo has nearly the same
calls, so repositories use only what both share and this module is where the switch happens
(docs/decisions/0003-motor-behind-one-module.md).
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from collections.abc import Collection as Many
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from motor.motor_asyncio import (
    AsyncIOMotorClient,
    AsyncIOMotorClientSession,
    AsyncIOMotorCollection,
    AsyncIOMotorDatabase,
)
from pymongo import (
    ASCENDING,
    DESCENDING,
    DeleteOne,
    IndexModel,
    ReplaceOne,
    ReturnDocument,
    UpdateOne,
)
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from shared import metrics, tracing

__all__ = ["AFTER", "ASCENDING", "DESCENDING", "DeleteOne", "ReplaceOne", "UpdateOne"]

AFTER = ReturnDocument.AFTER
Document = dict[str, Any]
Collection = AsyncIOMotorCollection[Document]
DuplicateKey = DuplicateKeyError
DatabaseError = PyMongoError

DUPLICATE_KEY = 11000
"""The server's code for it."""

OPERATION_SECONDS = 5.0
TRANSACTION_SECONDS = 8.0
FIRST_PAUSE_SECONDS = 0.005
LONGEST_PAUSE_SECONDS = 0.5

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Transaction:
    """One attempt at a transaction: give ``session`` to every call that belongs to it."""

    session: AsyncIOMotorClientSession
    _committed: list[Callable[[], None]] = field(default_factory=list)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` once this attempt is committed; never if it is not."""
        self._committed.append(callback)

    def tell_committed(self) -> None:
        for callback in self._committed:
            callback()


@dataclass(frozen=True, slots=True)
class Index:
    """One index; ``keys`` as (field, direction) pairs."""

    keys: Sequence[tuple[str, int | str]]
    name: str
    unique: bool = False
    partial: Mapping[str, Any] | None = None
    expire_after_seconds: int | None = None

    def model(self) -> IndexModel:
        options: Document = {"name": self.name, "unique": self.unique}
        if self.partial is not None:
            options["partialFilterExpression"] = dict(self.partial)
        if self.expire_after_seconds is not None:
            options["expireAfterSeconds"] = self.expire_after_seconds
        return IndexModel(list(self.keys), **options)


class Mongo:
    """A process's own database: majority, journaled, every operation with a deadline."""

    name = "mongo"

    def __init__(self, url: str) -> None:
        self._url = url
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def start(self) -> None:
        """Connect lazily: the first operation waits for the server, up to its deadline."""
        self._client: AsyncIOMotorClient[Document] = AsyncIOMotorClient(
            self._url,
            w="majority",
            journal=True,
            readConcernLevel="majority",
            retryWrites=True,
            timeoutMS=int(OPERATION_SECONDS * 1000),
            serverSelectionTimeoutMS=int(OPERATION_SECONDS * 1000),
            tz_aware=True,
        )
        self.database: AsyncIOMotorDatabase[Document] = self._client.get_default_database()

    async def stop(self) -> None:
        self._client.close()

    async def ping(self) -> None:
        """Raises ``DatabaseError`` when the database does not answer."""
        await self.database.command("ping")

    def collection(self, name: str) -> Collection:
        return self.database[name]

    async def transact(
        self, attempt: Callable[[Transaction], Awaitable[Result]], *, turns: Many[str] = ()
    ) -> Result:
        """Run ``attempt`` in a transaction and commit it; again, with back-off, while the server
        calls the failure transient, at most ``TRANSACTION_SECONDS`` long.

        Attempts with one of ``turns`` (the ids of what they change) in common take turns in this
        process: the server would abort all but one, and under load the retries become the load.

        ``attempt`` may run several times, so it must have no effect but through its transaction.
        Raises what ``attempt`` raises, ``DatabaseError``, or ``TimeoutError``; after the last two
        the outcome may be unknown, and the caller's retry must be idempotent.

        What a killed process left open holds up others until the server ends it, after its
        ``transactionLifetimeLimitSeconds``: it should be less than ``TRANSACTION_SECONDS``.
        """
        began, outcome = time.perf_counter(), "failed"
        try:
            with tracing.span("transaction"):
                async with asyncio.timeout(TRANSACTION_SECONDS), self._turn(turns):
                    result = await self._transact(attempt)
            outcome = "committed"
            return result
        finally:
            metrics.TRANSACTIONS.labels(outcome).observe(time.perf_counter() - began)

    @asynccontextmanager
    async def _turn(self, turns: Many[str]) -> AsyncIterator[None]:
        """All of them; taken in one order, so that no two wait for each other."""
        async with AsyncExitStack() as held:
            for turn in sorted(turns):
                await held.enter_async_context(self._turns.setdefault(turn, asyncio.Lock()))
            yield

    async def _transact(self, attempt: Callable[[Transaction], Awaitable[Result]]) -> Result:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return await self._transact_once(attempt)
            except PyMongoError as error:
                if not error.has_error_label("TransientTransactionError"):
                    raise
            metrics.TRANSACTION_RETRIES.inc()
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - jitter
            pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)

    async def _transact_once(self, attempt: Callable[[Transaction], Awaitable[Result]]) -> Result:
        async with await self._client.start_session() as session:
            transaction = Transaction(session)
            session.start_transaction(
                read_concern=ReadConcern("snapshot"),
                write_concern=WriteConcern(w="majority", j=True),
            )
            try:
                result = await attempt(transaction)
            except BaseException:
                # Left to the session's end, the abort would hold up the event loop.
                await session.abort_transaction()
                raise
            await self._commit(session)
        transaction.tell_committed()
        return result

    async def _commit(self, session: AsyncIOMotorClientSession) -> None:
        """Commit; where the answer got lost only the commit itself may be repeated."""
        while True:
            try:
                return await session.commit_transaction()
            except PyMongoError as error:
                if not error.has_error_label("UnknownTransactionCommitResult"):
                    raise
            await asyncio.sleep(FIRST_PAUSE_SECONDS)


async def insert_all(collection: Collection, rows: Sequence[Document], tx: Transaction) -> None:
    """Add ``rows``, of which there is at least one. Raises ``DuplicateKey`` as one alone would."""
    try:
        await collection.insert_many(rows, session=tx.session)
    except BulkWriteError as error:
        for failed in error.details["writeErrors"]:
            if failed["code"] == DUPLICATE_KEY:
                raise DuplicateKey(failed["errmsg"], DUPLICATE_KEY, failed) from error
        raise


def after(seconds: float) -> Document:
    """In an update by pipeline: so long from now, by the database's clock."""
    return {"$add": ["$$NOW", int(seconds * 1000)]}


def has_come(field: str) -> Document:
    """A filter: the time in ``field`` has come, by the database's clock."""
    return {"$expr": {"$lte": [f"${field}", "$$NOW"]}}


async def ensure_indexes(collection: Collection, *indexes: Index) -> None:
    """Create what is missing; an index that exists with other options raises ``DatabaseError``."""
    await collection.create_indexes([index.model() for index in indexes])
