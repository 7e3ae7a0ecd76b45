"""For every operation: the old snapshot plus the frames that came equals a fresh snapshot.

The frames and snapshots are the running system's, the reducer is the console's own, run by Node.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.local import web
from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Customer, Frames, Json

REDUCER = Path(__file__).parents[2] / "gateway" / "web" / "build" / "reducer.mjs"
HELLO = "Where is my parcel?"


@pytest.fixture(scope="module", autouse=True)
def _built_reducer() -> None:
    web.install()
    web.npm("run", "build:reducer")


@dataclass(frozen=True)
class Scene:
    """Ann watches while she, her colleague Ben and the customer Mia do something."""

    ann: Agent
    ben: Agent
    mia: Customer
    key: str
    conversation_id: str

    @property
    def path(self) -> str:
        """The conversation's path for agents."""
        return self.ann.conversation(self.conversation_id)


@pytest.fixture
async def scene(system: System) -> AsyncIterator[Scene]:
    acme = system.workspaces[0]
    ann, ben, *_ = acme["agents"]
    async with (
        Agent(system.base_url) as watching,
        Agent(system.base_url) as colleague,
        Customer(system.base_url) as mia,
    ):
        await watching.sign_in(ann["email"], ann["password"])
        await colleague.sign_in(ben["email"], ben["password"])
        started = await mia.start(acme["key"], HELLO)
        yield Scene(watching, colleague, mia, acme["key"], started["id"])


async def start_another(scene: Scene) -> None:
    async with Customer(str(scene.mia.http.base_url)) as another:
        await another.start(scene.key, "Another question", name="Jon Bell")


async def customer_writes(scene: Scene) -> None:
    (await scene.mia.post(scene.mia.path, "It was due on Monday.")).raise_for_status()


async def agent_writes(scene: Scene) -> None:
    (await scene.ann.post(scene.path, "Let me look.")).raise_for_status()


async def colleague_writes(scene: Scene) -> None:
    (await scene.ben.post(scene.path, "x" * 500)).raise_for_status()


async def customer_sends_a_file(scene: Scene) -> None:
    uploaded = await scene.mia.upload(scene.mia.path, "label.txt", b"a label")
    uploaded.raise_for_status()
    sent = await scene.mia.post(scene.mia.path, "", attachment_ids=[uploaded.json()["id"]])
    sent.raise_for_status()


async def agent_reads(scene: Scene) -> None:
    (await scene.ann.http.post(f"{scene.path}/read", json={"seq": 1})).raise_for_status()


async def colleague_reads(scene: Scene) -> None:
    (await scene.ben.http.post(f"{scene.path}/read", json={"seq": 1})).raise_for_status()


async def customer_reads(scene: Scene) -> None:
    await agent_writes(scene)
    read = await scene.mia.http.post(f"{scene.mia.path}/read", json={"seq": 2})
    read.raise_for_status()


async def agent_closes(scene: Scene) -> None:
    (await scene.ann.http.post(f"{scene.path}/close")).raise_for_status()


async def customer_closes(scene: Scene) -> None:
    (await scene.mia.http.post(f"{scene.mia.path}/close")).raise_for_status()


async def agent_converts(scene: Scene) -> None:
    await agent_closes(scene)
    company = await scene.ann.http.post("/api/v1/companies", json={"name": "Shop"})
    chosen = {"subject": HELLO, "company_id": company.raise_for_status().json()["id"]}
    await _converted(scene, chosen, "created")


async def agent_converts_for_nobody(scene: Scene) -> None:
    await agent_closes(scene)
    await _converted(scene, {"subject": HELLO, "company_id": "gone"}, "rejected")


async def _converted(scene: Scene, chosen: Json, outcome: str) -> None:
    asked = await scene.ann.http.post(f"{scene.path}/ticket", json=chosen)
    asked.raise_for_status()

    async def is_decided() -> bool:
        ticket = (await scene.ben.http.get(scene.path)).json()["ticket"]
        return bool(ticket["state"] == outcome)

    await eventually(is_decided)


async def agent_deletes(scene: Scene) -> None:
    (await scene.ann.http.delete(scene.path)).raise_for_status()


async def agent_restores_what_a_colleague_deleted(scene: Scene) -> None:
    (await scene.ben.http.delete(scene.path)).raise_for_status()
    restored = await scene.ann.http.post(f"/api/v1/trash/{scene.conversation_id}/restore")
    restored.raise_for_status()

    async def is_back() -> bool:
        return (await scene.ben.http.get(scene.path)).is_success

    await eventually(is_back)


OPERATIONS = (
    start_another,
    customer_writes,
    agent_writes,
    colleague_writes,
    customer_sends_a_file,
    agent_reads,
    colleague_reads,
    customer_reads,
    agent_closes,
    customer_closes,
    agent_converts,
    agent_converts_for_nobody,
    agent_deletes,
    agent_restores_what_a_colleague_deleted,
)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.__name__)
async def test_the_old_snapshot_and_the_frames_make_the_fresh_one(
    scene: Scene, operation: Callable[[Scene], Awaitable[None]]
) -> None:
    me = (await scene.ann.http.get("/api/v1/session")).json()["agent"]["id"]
    async with scene.ann.listening() as frames:
        before = await snapshot(scene)
        await operation(scene)
        after = await snapshot(scene)
        await has_caught_up(frames, before, after)
        reduced = await reduce({"me": me, **before, "frames": frames.events})

    assert reduced["fetch"] == []
    assert reduced["messages"] == after["messages"]
    for status in ("active", "closed"):
        assert reduced["conversations"][status] == after[status]["items"]


async def snapshot(scene: Scene) -> dict[str, Any]:
    """Both lists to their ends, since a first page loses rows to others, and the thread, where
    there is one.
    """
    is_there = (await scene.ann.http.get(scene.path)).is_success
    return {
        "active": await scene.ann.all_conversations("active"),
        "closed": await scene.ann.all_conversations("closed"),
        "messages": await scene.ann.messages(scene.path) if is_there else [],
    }


async def has_caught_up(frames: Frames, before: Json, after: Json) -> None:
    """Every change between the snapshots has its frame."""
    old, new = _versions(before), _versions(after)
    expected = {
        (subject, sequence)
        for subject, version in new.items()
        for sequence in range(old.get(subject, 0) + 1, version + 1)
    } | {(subject, old[subject] + 1) for subject in old.keys() - new.keys()}
    assert expected

    async def heard() -> bool:
        return expected <= {(f["subject"], f["sequence"]) for f in frames.events}

    await eventually(heard)


def _versions(taken: Json) -> dict[str, int]:
    rows = [*taken["active"]["items"], *taken["closed"]["items"]]
    return {row["id"]: row["version"] for row in rows}


async def reduce(given: Json) -> Json:
    node = await asyncio.create_subprocess_exec(
        "node", str(REDUCER), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await node.communicate(json.dumps(given).encode())
    assert node.returncode == 0
    reduced: Json = json.loads(output)
    return reduced
