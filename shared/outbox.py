"""Events that were decided but perhaps not said yet.

An event is written in the transaction of the change that it tells of, and a relay says it
afterwards. After a commit the events are handed to this process's relay directly; that is only
haste. The guarantee is the poll: a row whose lease ran out, because its process died or the
broker did not confirm, is taken over by whichever replica sees it first.

Invariants:

* A committed change has its event in the outbox, or it was confirmed by the broker.
* A row is deleted only after the confirm, so an event may be said twice and is never lost.
* Leases are read and written by the database's clock alone; a process's clock may be wrong.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from shared import clock, metrics, telemetry, tracing
from shared.bus.publisher import Publisher, PublishFailed
from shared.contracts import events
from shared.contracts.events import Event
from shared.mongo import (
    ASCENDING,
    DatabaseError,
    Document,
    Index,
    Mongo,
    Transaction,
    UpdateOne,
    ensure_indexes,
)
from shared.schedule import Every

POLL_SECONDS = 0.5
FORGET_SECONDS = 0.5
"""How long a confirmed row may wait, so that many are deleted in one journaled write."""

LEASE_MILLISECONDS = 5_000
BATCH = 200
IN_FLIGHT = 500
STOP_SECONDS = 5.0

_LEASE = {"$add": ["$$NOW", LEASE_MILLISECONDS]}
_LEASE_RAN_OUT = {"$expr": {"$lt": ["$leased_until", "$$NOW"]}}
_log = telemetry.logger(__name__)


@dataclass(frozen=True, slots=True)
class _Row:
    event_id: str
    routing_key: str
    body: bytes
    traceparent: str | None


class Outbox:
    """The outbox of one process's database, and its relay. A part."""

    name = "outbox"

    def __init__(self, mongo: Mongo, publisher: Publisher) -> None:
        self._mongo = mongo
        self._publisher = publisher
        self._confirmed: list[str] = []
        self._anything_confirmed = asyncio.Event()
        self._publishing: set[asyncio.Task[None]] = set()

    async def append(self, tx: Transaction, *said: Event[Any]) -> None:
        """Write events in the transaction of their change; they are said once it is committed."""
        rows = [
            _Row(
                event.id,
                events.routing_key(event.type, event.workspaceid),
                event.model_dump_json().encode(),
                event.traceparent,
            )
            for event in said
        ]
        if rows:
            await self._insert(tx, rows)
        for row in rows:
            tx.after_commit(partial(self._hand_over, row))

    async def start(self) -> None:
        self._rows = self._mongo.collection("outbox")
        await ensure_indexes(self._rows, Index([("leased_until", ASCENDING)], "lease"))
        self._loops = [
            asyncio.create_task(self._poll(), name="outbox poll"),
            asyncio.create_task(self._forget(), name="outbox forget"),
        ]
        self._measuring = Every("outbox measuring", metrics.MEASURE_SECONDS, self._measure)
        await self._measuring.start()

    async def stop(self) -> None:
        """Finish what is being said; the rest is left to the next replica or the next start."""
        if self._publishing:
            await asyncio.wait(self._publishing, timeout=STOP_SECONDS)
        await self._measuring.stop()
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self._delete_confirmed()

    async def ping(self) -> None:
        """Raises when one of the relay's loops has ended."""
        for loop in self._loops:
            if loop.done():
                raise RuntimeError(f"{loop.get_name()} has ended")

    async def _insert(self, tx: Transaction, rows: Sequence[_Row]) -> None:
        """Upserts, because only an update can take its time from the database's clock."""
        upserts = [
            UpdateOne({"_id": row.event_id}, [{"$set": _fields(row)}], upsert=True) for row in rows
        ]
        await self._rows.bulk_write(upserts, session=tx.session)

    def _hand_over(self, row: _Row) -> None:
        """Say ``row`` now, unless too many wait already: then the poll gets to it."""
        if len(self._publishing) >= IN_FLIGHT:
            return
        task = asyncio.create_task(self._say(row))
        self._publishing.add(task)
        task.add_done_callback(self._publishing.discard)

    async def _say(self, row: _Row) -> None:
        name = f"publish {row.routing_key.rpartition('.')[0]}"
        try:
            with tracing.span_after(row.traceparent, name, "producer", event_id=row.event_id):
                await self._publisher.publish(row.routing_key, row.body, row.event_id)
        except PublishFailed as error:
            metrics.EVENTS.labels("unconfirmed").inc()
            _log.warning("event not confirmed", event_id=row.event_id, error=str(error))
            return
        metrics.EVENTS.labels("confirmed").inc()
        _log.info("event said", event_id=row.event_id, routing_key=row.routing_key)
        self._confirmed.append(row.event_id)
        self._anything_confirmed.set()

    async def _forget(self) -> None:
        """Delete what was confirmed, many at a time, off the path of whoever waits."""
        while True:
            await self._anything_confirmed.wait()
            with suppress(DatabaseError):
                await self._delete_confirmed()
            await asyncio.sleep(FORGET_SECONDS)

    async def _delete_confirmed(self) -> None:
        """What cannot be deleted now is said again once its lease has run out."""
        self._anything_confirmed.clear()
        ids, self._confirmed = self._confirmed, []
        if ids:
            await self._rows.delete_many({"_id": {"$in": ids}})

    async def _measure(self) -> None:
        """Ids tell when they were made; the oldest is the first."""
        metrics.OUTBOX_ROWS.set(await self._rows.estimated_document_count())
        oldest = await self._rows.find_one({}, {"_id": 1}, sort=[("_id", ASCENDING)])
        age = (clock.now() - clock.made_at(oldest["_id"])).total_seconds() if oldest else 0.0
        metrics.OUTBOX_AGE.set(max(age, 0.0))

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                while rows := await self._take_over():
                    await asyncio.gather(*map(self._say, rows))
                    await self._delete_confirmed()
            except Exception as error:  # the relay outlives whatever the database does
                _log.warning("outbox not polled", error=repr(error))

    async def _take_over(self) -> Sequence[_Row]:
        """Lease rows whose lease ran out, in the order in which the index has them: the longest
        ago first. Replicas never lease the same row.
        """
        waiting = self._rows.find(_LEASE_RAN_OUT, {"_id": 1}).sort("leased_until", ASCENDING)
        ids = [row["_id"] async for row in waiting.limit(BATCH)]
        if not ids:
            return []
        lease = clock.new_id()
        await self._rows.update_many(
            {"_id": {"$in": ids}, **_LEASE_RAN_OUT},
            [{"$set": {"leased_until": _LEASE, "lease": lease}}],
        )
        leased = self._rows.find({"_id": {"$in": ids}, "lease": lease}).sort("_id", 1)
        return [_row(document) async for document in leased]


def _fields(row: _Row) -> Document:
    return {
        "routing_key": {"$literal": row.routing_key},
        "body": {"$literal": row.body},
        "traceparent": {"$literal": row.traceparent},
        "leased_until": _LEASE,
    }


def _row(document: Document) -> _Row:
    return _Row(
        document["_id"], document["routing_key"], document["body"], document.get("traceparent")
    )
