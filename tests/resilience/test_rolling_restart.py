"""Every process is replaced while people chat: nothing is lost, doubled or reordered, and each page
that comes back shows the whole of it.
"""

import asyncio
import itertools
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest
from pymongo import AsyncMongoClient

from deploy.local import system as local
from deploy.local.process import Process
from deploy.local.services import GATEWAY, SERVICES
from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Customer, Json, Person
from tests.resilience.office import a_company, insist, is_converted, signed_in, whole_thread
from tests.resilience.resuming import Page

CUSTOMERS = 2
PAUSE_SECONDS = 0.25
"""Between the messages of one person."""

IN_TURN = [f"{name}{number}" for name in (*SERVICES, GATEWAY) for number in ("", " 2")]
DRAINED = 1012


@pytest.mark.slow
async def test_a_rolling_restart_under_load_loses_doubles_and_reorders_nothing(
    tmp_path: Path,
) -> None:
    async with (
        local.system(tmp_path, replicas=2) as system,
        signed_in(system, 0) as ann,
        signed_in(system, 1) as ben,
        some_customers(system) as customers,
    ):
        office = Office([ann, ben], customers)
        async with office.at_work():
            errands = await restart_everything(system, ann)
        office.was_drained()
        await office.shows_the_same_to_everybody()
        await every_errand_was_done_once(system, ann, errands)


@dataclass
class Writer:
    """Someone who writes one message after the other, each until it is acknowledged."""

    person: Person
    conversation_id: str
    path: str
    acknowledged: list[str] = field(default_factory=list)

    async def write_until(self, evening: asyncio.Event) -> None:
        while not evening.is_set():
            text = f"message {len(self.acknowledged)}"
            message = await self.person.send_until_acknowledged(self.path, text)
            self.acknowledged.append(message["id"])
            await asyncio.sleep(PAUSE_SECONDS)


class Office:
    """Customers with a conversation each (by its id), agents who all answer, everybody's page."""

    def __init__(self, agents: list[Agent], customers: dict[str, Customer]) -> None:
        self._ann = agents[0]
        self._threads = {each: self._ann.conversation(each) for each in customers}
        self._writers = [Writer(mia, each, mia.path) for each, mia in customers.items()]
        self._writers += [
            Writer(agent, each, path) for agent in agents for each, path in self._threads.items()
        ]
        chance = random.Random(7)
        self._pages = [Page(agent, self._threads, chance) for agent in agents]
        self._pages += [Page(mia, {each: mia.path}, chance) for each, mia in customers.items()]

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Everybody writes, and looks on until everything has arrived."""
        evening = asyncio.Event()
        staying = [asyncio.create_task(page.stay()) for page in self._pages]
        writing = [asyncio.create_task(each.write_until(evening)) for each in self._writers]
        try:
            yield
            evening.set()
            await asyncio.gather(*writing)
            with suppress(TimeoutError):
                await eventually(self._everything_has_arrived, seconds=30)
            assert self._missing() == []
        finally:
            for task in (*writing, *staying):
                task.cancel()
            await asyncio.gather(*writing, *staying, return_exceptions=True)

    async def _everything_has_arrived(self) -> bool:
        return not self._missing()

    def _missing(self) -> list[str]:
        """What was acknowledged and is not on a page, or has come to it by no frame."""
        written = Counter(each.conversation_id for each in self._writers for _ in each.acknowledged)
        shown = [(page, *each) for page in self._pages for each in page.threads.items()]
        return [
            f"{1 + written[conversation_id] - len(thread)} of {conversation_id} are not shown"
            for _, conversation_id, thread in shown
            if len(thread) != 1 + written[conversation_id]
        ] + [f"{place} was not heard" for page in self._pages for place in page.unheard()]

    async def shows_the_same_to_everybody(self) -> None:
        """What was acknowledged, once, in one order: in history and on each page."""
        for conversation_id, path in self._threads.items():
            history = await whole_thread(self._ann, path)
            ids = [message["id"] for message in history]
            assert [message["seq"] for message in history] == list(range(1, len(ids) + 1))
            sent = [w.acknowledged for w in self._writers if w.conversation_id == conversation_id]
            assert Counter(ids[1:]) == Counter(itertools.chain(*sent))
            assert [[each for each in ids if each in set(one)] for one in sent] == sent
            for page in self._pages:
                shown = page.threads.get(conversation_id, history)
                assert [message["id"] for message in shown] == ids

    def was_drained(self) -> None:
        """Every socket that ended was told that its gateway stops, and was told no nonsense."""
        assert {code for page in self._pages for code in page.closes} == {DRAINED}
        assert [page.contradicted for page in self._pages] == [[]] * len(self._pages)


@asynccontextmanager
async def some_customers(system: System) -> AsyncIterator[dict[str, Customer]]:
    """Customers who have just begun, by conversation."""
    async with AsyncExitStack() as stack:
        customers = {}
        for _ in range(CUSTOMERS):
            mia = await stack.enter_async_context(Customer(system.base_url))
            conversation = await mia.start(system.workspaces[0]["key"], "Hello")
            customers[str(conversation["id"])] = mia
        yield customers


async def restart_everything(system: System, ann: Agent) -> list[str]:
    """One process after the other. With each somebody begins a chat, which is brought to all its
    ends while the next one is replaced. Returns the chats.
    """
    company = await a_company(ann)
    begun, ending = [], []
    for name in IN_TURN:
        begin = asyncio.create_task(begin_a_chat(system))
        await replace(system.process(name))
        begun.append(await begin)
        ending.append(asyncio.create_task(bring_to_its_ends(ann, begun[-1], company)))
    await asyncio.gather(*ending)
    return begun


async def replace(process: Process) -> None:
    """Ask it to end; return once its successor serves."""
    before = process.pid
    process.signal(signal.SIGTERM)

    async def serves() -> bool:
        return process.pid != before and process.is_running and listens(process)

    await eventually(serves, seconds=60)


def listens(process: Process) -> bool:
    """It takes requests itself; the address alone may be answered by its replica."""
    port = int(process.program.environment["PARLEY_PORT"])
    connections = psutil.Process(process.pid).net_connections("tcp")
    return any(c.status == psutil.CONN_LISTEN and c.laddr.port == port for c in connections)


async def begin_a_chat(system: System) -> str:
    client_id, started = str(uuid4()), list[Json]()
    async with Customer(system.base_url) as mia:

        async def has_started() -> bool:
            try:
                key = system.workspaces[0]["key"]
                started.append(await mia.start(key, "Hello", client_id=client_id))
            except httpx.HTTPError:
                return False
            return True

        await eventually(has_started, seconds=60)
    return str(started[0]["id"])


async def bring_to_its_ends(ann: Agent, conversation_id: str, company: str) -> None:
    """Closed, made a ticket, deleted, restored."""
    path = ann.conversation(conversation_id)
    await insist(ann, "POST", f"{path}/close", 200)
    wish = {"subject": "Late parcel", "company_id": company}
    await insist(ann, "POST", f"{path}/ticket", 202, json=wish)
    await is_converted(ann, conversation_id)
    await insist(ann, "DELETE", path, 204, 404)

    async def is_back() -> bool:
        try:
            await ann.http.post(f"/api/v1/trash/{conversation_id}/restore")
            return (await ann.http.get(path)).is_success
        except httpx.HTTPError:
            return False

    await eventually(is_back, seconds=60)


async def every_errand_was_done_once(system: System, ann: Agent, ids: list[str]) -> None:
    """Each is a whole thread and one ticket, and no mail went out twice."""
    for conversation_id in ids:
        [message] = await whole_thread(ann, ann.conversation(conversation_id))
        assert message["text"] == "Hello"
    async with (
        AsyncMongoClient[Json](system.mongo_url("tickets")) as tickets,
        AsyncMongoClient[Json](system.mongo_url("notifier")) as notifier,
    ):
        of_these = {"conversation_id": {"$in": ids}}
        found = await tickets.get_default_database()["tickets"].find(of_these).to_list()
        dispatches = notifier.get_default_database()["dispatches"]

        async def all_are_sent() -> bool:
            return await dispatches.count_documents({}) == 0

        await eventually(all_are_sent, seconds=90)
    assert Counter(each["conversation_id"] for each in found) == Counter(ids)
    mails = (await ann.http.get(f"{system.sinks.mail_url}/messages")).json()
    twice = [each for each, n in Counter(m["message_id"] for m in mails).items() if n > 1]
    assert mails
    assert twice == []
