"""Indexes, exchanges and queues of every process, made with the rights of that process.

A process makes its own when it starts, too. Made before, a first start waits for no index, and
an event that is said before its hearer ever ran waits in the hearer's queue.
"""

import importlib
from collections.abc import Sequence

from deploy.local.services import GATEWAY
from deploy.setup.servers import Owner
from gateway.main import ROSTER
from shared.bus import queues
from shared.bus.connection import Bus
from shared.inbox import Inbox, Subscription
from shared.mongo import Mongo
from shared.outbox import Outbox

PREFETCH = 1


async def prepare(owner: Owner) -> None:
    """Raises ``DatabaseError``, ``ConnectionError`` or ``TimeoutError``."""
    mongo, bus = Mongo(owner.mongo_url), Bus(owner.amqp_url, f"{owner.name} setup")
    await mongo.start()
    await bus.start()
    try:
        await _indexes(owner.name, mongo, bus)
        channel = await bus.consuming_channel(PREFETCH)
        for subscription in subscriptions(owner.name):
            heard = Inbox(mongo).queue(subscription, None)
            await queues.declare(channel, heard)
    finally:
        await bus.stop()
        await mongo.stop()


def subscriptions(name: str) -> Sequence[Subscription[None]]:
    """What a process hears for good."""
    if name == GATEWAY:
        return [ROSTER]  # type: ignore[list-item]  # declared here, never handled
    main = importlib.import_module(f"services.{name}.main")
    found: Sequence[Subscription[None]] = main.SUBSCRIPTIONS
    return found


async def _indexes(name: str, mongo: Mongo, bus: Bus) -> None:
    place = "gateway.identity" if name == GATEWAY else f"services.{name}"
    repository = importlib.import_module(f"{place}.repository").Repository(mongo)
    for part in (repository, Inbox(mongo), Outbox(mongo, bus.publisher)):
        await part.start()
        await part.stop()
