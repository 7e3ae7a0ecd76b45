"""Chat, trash, notifier, presence and webhooks together: restored it is whole to the last second,
purged it is nowhere, in no document of any database.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from bson.raw_bson import RawBSONDocument
from pymongo import AsyncMongoClient

from deploy.local.secrets import Secrets
from services.chat import main as chat_main
from services.notifier import main as notifier_main
from services.notifier.settings import NotifierSettings
from services.presence import main as presence_main
from services.presence import use_cases as presence_use_cases
from services.presence.use_cases import Presence
from services.trash import main as trash_main
from services.trash import use_cases
from services.trash.repository import Repository
from services.trash.use_cases import Trash
from services.webhooks import main as webhooks_main
from services.webhooks.settings import WebhooksSettings
from services.webhooks.use_cases import endpoints
from services.webhooks.use_cases.webhooks import Webhooks
from shared import clock, refusals
from shared.bus.connection import Bus
from shared.contracts.presence import AtConversation, HeldConversation, Report
from shared.contracts.webhooks import NewWebhookEndpoint
from shared.identity import IdentitySigner
from shared.mongo import Mongo
from shared.outbox import Outbox
from shared.settings import ServiceSettings
from tests import servers
from tests.eventually import eventually
from tests.integration.chat.callers import OWN, Caller, Workspace
from tests.integration.chat.hearing import Hearing
from tests.integration.reaching import public_half, way_to
from tests.integration.shared.conftest import running
from tests.integration.trash.conftest import RETENTION, MovedClock

NAMES = ("chat", "trash", "notifier", "presence", "webhooks")
CANARY = "canary7f3a"
SECONDS = 30.0


@dataclass(frozen=True)
class World:
    """Five services on one broker; trash's clock is the test's."""

    urls: dict[str, str]
    workspace: Workspace
    trash: Trash
    time: MovedClock
    presence: Presence
    webhooks: Webhooks

    async def holding(self, what: str) -> set[str]:
        """Which collections of which databases have it anywhere, as ``chat.messages``."""
        found: set[str] = set()
        for service, url in self.urls.items():
            async with AsyncMongoClient(url, document_class=RawBSONDocument) as client:
                database = client.get_default_database()
                for name in await database.list_collection_names():
                    async for document in database[name].find():
                        if what.encode() in bytes(document.raw).lower():
                            found.add(f"{service}.{name}")
        return found

    async def customer_comes(self, conversation_id: str) -> None:
        """A gateway says that their widget is connected."""
        at = AtConversation(connection="widget", agent=None, activity="connected")
        held = HeldConversation(
            workspace_id=self.workspace.id, conversation_id=conversation_id, connections=[at]
        )
        report = Report(gateway="g", number=1, is_whole=False, conversations=[held], teams=[])
        await presence_use_cases.take_in(self.presence, report)

    async def has_a_customer_at(self, conversation_id: str) -> bool:
        """Whether presence knows when they were there."""
        place = await presence_use_cases.conversation(
            self.presence, self.workspace.id, conversation_id
        )
        return place.last_seen_at is not None

    async def purge_at(self, conversation_id: str) -> Any:
        """When its time is over, once trash has heard of it."""
        rows = self.trash.mongo.collection("entries")
        held = {"_id": conversation_id, "state": "held"}

        async def is_held() -> bool:
            return await rows.count_documents(held) == 1

        await eventually(is_held)
        return (await rows.find_one(held) or {})["purge_at"]


@pytest.fixture
async def world(
    mongo_server: servers.MongoServer, amqp_url: str, private_key: str, tmp_path: Path
) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        urls = {name: await stack.enter_async_context(mongo_server.fresh()) for name in NAMES}
        base: dict[str, Any] = {
            "amqp_url": amqp_url,
            "identity_public_key": public_half(private_key),
        }
        settings = {name: ServiceSettings(mongo_url=url, **base) for name, url in urls.items()}
        links_key, _ = Secrets(tmp_path / "secrets.json").key_pair("links")
        # Nobody takes its mails, so that what is to be mailed stays.
        notifying = NotifierSettings(
            mongo_url=urls["notifier"],
            **base,
            public_url="https://chat.example",
            links_private_key=links_key,
            smtp_host="127.0.0.1",
            smtp_port=1,
            smtp_tls="none",
            mail_from="parley@parley.example",
        )
        chat = chat_main.create(settings["chat"])
        presence = presence_main.create(settings["presence"])
        calling = WebhooksSettings(
            mongo_url=urls["webhooks"],
            **base,
            webhook_allowed_networks=(ip_network("127.0.0.0/8"),),
        )
        webhooks = webhooks_main.create(calling)
        for app in (chat, presence, notifier_main.create(notifying), webhooks):
            await stack.enter_async_context(app.router.lifespan_context(app))
        bus, mongo, time = Bus(amqp_url, "trash"), Mongo(urls["trash"]), MovedClock()
        outbox = Outbox(mongo, bus.publisher)
        trash = Trash(mongo, Repository(mongo), outbox, RETENTION, now=time)
        await stack.enter_async_context(running(mongo, bus, *trash_main.parts(trash, bus)))
        client = await stack.enter_async_context(way_to(chat))
        signer = IdentitySigner(private_key)
        workspace = Workspace(clock.new_id(), client, signer, Hearing(bus), chat.state.chat)
        yield World(urls, workspace, trash, time, presence.state.presence, webhooks.state.webhooks)


async def a_conversation(world: World) -> tuple[Caller, str, str]:
    """With the canary wherever a word of people can be: its customer, its path, its file."""
    # Nobody takes its events, so that what is to be sent stays.
    nobody = NewWebhookEndpoint(client_id="nobody", url="http://127.0.0.1:1/")
    await endpoints.create(world.webhooks, world.workspace.id, nobody)
    customer, path = await world.workspace.start(
        f"Where is my {CANARY}?", name=f"Mia {CANARY}", email=f"{CANARY}@shop.example"
    )
    file = await customer.upload(OWN, f"a file of {CANARY}".encode(), name=f"{CANARY}.txt")
    file_id: str = file.json()["id"]
    await customer.say(OWN, attachment_ids=[file_id])
    await world.workspace.agent().say(path, f"Here comes the {CANARY}")
    await world.workspace.agent("Ben").post(f"{path}/read", {"seq": 2})
    wanted = {"email": f"{CANARY}@shop.example", "time_zone": "UTC"}
    assert (await customer.post(f"{OWN}/transcript", wanted)).status_code == 202
    await world.customer_comes(path.rpartition("/")[2])
    return customer, path, file_id


async def seen(caller: Caller, path: str, file_id: str) -> tuple[Any, Any, bytes]:
    """All of it but its version, which counts its events."""
    row = (await caller.get(path)).json() | {"version": None}
    file = await caller.get(f"{path}/attachments/{file_id}")
    return row, await caller.thread(path), file.content


async def test_whole_until_the_last_second_and_nowhere_after_it(world: World) -> None:
    customer, path, file_id = await a_conversation(world)
    conversation_id = path.rpartition("/")[2]
    ann, ben = world.workspace.agent(), world.workspace.agent("Ben")
    sides = [(ann, path), (ben, path), (customer, OWN)]

    async def is_everywhere() -> bool:
        return await world.holding(CANARY) >= {
            "notifier.alerts",
            "notifier.transcripts",
            "webhooks.deliveries",
        }

    await eventually(is_everywhere)
    before = [await seen(caller, where, file_id) for caller, where in sides]
    await ann.delete(path)
    world.time.at = await world.purge_at(conversation_id) - timedelta(seconds=1)
    await use_cases.purge_due(world.trash)
    await use_cases.restore(world.trash, ben.principal, conversation_id)

    async def is_back() -> bool:
        return (await ann.get(path)).status_code == 200

    await eventually(is_back)
    assert [await seen(caller, where, file_id) for caller, where in sides] == before

    await ann.delete(path)
    purge_at = await world.purge_at(conversation_id)
    # Everything that the search has to find nothing in is found by it while it is there.
    assert await world.holding(CANARY) >= {
        "chat.deleted_conversations",
        "chat.messages",
        "chat.uploads",
        "chat.attachments.chunks",
        "trash.entries",
        "notifier.alerts",
        "notifier.transcripts",
        "webhooks.deliveries",
    }
    assert await world.has_a_customer_at(conversation_id)
    world.time.at = purge_at

    async def is_nowhere() -> bool:
        is_left = await world.has_a_customer_at(conversation_id)
        return not is_left and not await world.holding(CANARY)

    await eventually(is_nowhere, SECONDS)
    await world.customer_comes(conversation_id)
    assert not await world.has_a_customer_at(conversation_id)
    with pytest.raises(refusals.NotFound):
        await use_cases.restore(world.trash, ben.principal, conversation_id)
    assert await world.holding(conversation_id) == {
        "chat.purges",
        "trash.entries",
        "notifier.alerts",
        "presence.places",
        "webhooks.conversations",
        "webhooks.deliveries",
    }
