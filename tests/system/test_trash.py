"""On the whole system: a conversation goes into the trash, and comes back or does not."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Customer, Json

CONTENT = bytes(range(256)) * 2048
ENDED = "urn:parley:problem:conversation-ended"


async def signed_in(system: System, agent: Agent, number: int) -> Agent:
    who = system.workspaces[0]["agents"][number]
    return await agent.sign_in(who["email"], who["password"])


@pytest.fixture
async def ann(system: System) -> AsyncIterator[Agent]:
    """The admin."""
    async with Agent(system.base_url) as ann:
        yield await signed_in(system, ann, 0)


@pytest.fixture
async def ben(system: System) -> AsyncIterator[Agent]:
    async with Agent(system.base_url) as ben:
        yield await signed_in(system, ben, 1)


@pytest.fixture
async def mia(system: System) -> AsyncIterator[Customer]:
    async with Customer(system.base_url) as mia:
        yield mia


async def seen(agent: Agent, path: str, attachment_id: str) -> tuple[Json, list[Json], bytes]:
    """All that an agent sees of a conversation, but for the version, which counts its events."""
    row = (await agent.http.get(path)).json()
    file = await agent.http.get(f"{path}/attachments/{attachment_id}")
    return row | {"version": None}, await agent.messages(path), file.content


async def in_trash(agent: Agent, name: str) -> list[Json]:
    answer = await agent.http.get("/api/v1/trash", params={"q": name})
    answer.raise_for_status()
    items: list[Json] = answer.json()["items"]
    return items


async def refusals_of(person: Agent | Customer, path: str, attachment_id: str) -> set[str]:
    """What everything that one may do with a conversation is answered with, now that it is gone."""
    answers = [
        await person.http.get(path),
        await person.http.get(f"{path}/messages"),
        await person.http.get(f"{path}/attachments/{attachment_id}"),
        await person.post(path, "Is anybody there?"),
        await person.upload(path, "late.txt", b"late"),
        await person.http.post(f"{path}/read", json={"seq": 1}),
        await person.http.post(f"{path}/close"),
        await person.http.post(f"{path}/transcript", json={"email": "mia@shop.example"}),
    ]
    assert {answer.status_code for answer in answers} == {404}
    return {answer.json()["type"] for answer in answers}


async def test_deleted_it_is_gone_everywhere_and_restored_it_is_as_it_was(
    system: System, ann: Agent, ben: Agent, mia: Customer
) -> None:
    name = f"Trudy {uuid4().hex[:8]}"
    key = system.workspaces[0]["key"]
    conversation_id = (await mia.start(key, "A broken vase", name=name))["id"]
    path = ann.conversation(conversation_id)
    file = (await mia.upload(mia.path, "vase.bin", CONTENT)).json()["id"]
    await mia.post(mia.path, "Here it is", attachment_ids=[file])
    await ann.post(path, "Oh no")
    await ben.http.post(f"{path}/read", json={"seq": 2})
    before, ben_before = await seen(ann, path, file), await seen(ben, path, file)
    counts = await ann.counts()
    async with ben.listening() as bens, mia.listening() as mias:
        assert (await ann.http.delete(path)).status_code == 204
        deleted = await bens.event("conversation.deleted.v1")
        assert deleted["data"]["deleted_by"]["name"] == "Ann"
        assert (await mias.event("conversation.deleted.v1"))["data"] == {}
        assert (await ann.counts())["active"] == counts["active"] - 1
        assert await refusals_of(ann, path, file) == {"urn:parley:problem:not-found"}
        assert await refusals_of(mia, mia.path, file) == {ENDED}
        assert (await ann.http.delete(path)).status_code == 404
        wish = {"subject": "The vase", "company_id": "any"}
        assert (await ann.http.post(f"{path}/ticket", json=wish)).status_code == 404

        async def is_hidden() -> bool:
            return (await ann.http.get(f"{path}/notifications")).status_code == 404

        await eventually(is_hidden)

        restoring = await ben.http.post(f"/api/v1/trash/{conversation_id}/restore")
        assert (restoring.status_code, restoring.json()["state"]) == (202, "restoring")
        restored = await bens.event("conversation.restored.v1")
        assert restored["data"]["conversation"]["id"] == conversation_id
        told = (await mias.event("conversation.restored.v1"))["data"]["conversation"]
        assert told == (await mia.http.get(mia.path)).json()

    assert await seen(ann, path, file) == before
    assert await seen(ben, path, file) == ben_before
    assert await ann.counts() == counts
    assert (await mia.post(mia.path, "Still me")).json()["seq"] == 4

    async def is_empty() -> bool:
        return await in_trash(ben, name) == []

    await eventually(is_empty)


async def test_only_an_admin_deletes_permanently_and_what_a_ticket_has_stays(
    system: System, ann: Agent, ben: Agent, mia: Customer
) -> None:
    name = f"Tristan {uuid4().hex[:8]}"
    key = system.workspaces[0]["key"]
    conversation_id = (await mia.start(key, "A broken jug", name=name))["id"]
    path, trashed = ann.conversation(conversation_id), f"/api/v1/trash/{conversation_id}"
    file = (await mia.upload(mia.path, "jug.bin", CONTENT)).json()["id"]
    await mia.post(mia.path, "Here it is", attachment_ids=[file])
    await mia.http.post(f"{mia.path}/close")
    company = (await ann.http.post("/api/v1/companies", json={"name": name})).json()["id"]
    async with ben.listening() as bens:
        wish = {"subject": "The jug", "company_id": company}
        await ann.http.post(f"{path}/ticket", json=wish)
        ticket = (await bens.event("conversation.converted.v1"))["data"]["ticket"]["id"]
        await ann.http.delete(path)
        await bens.event("conversation.deleted.v1")

        async def is_listed() -> bool:
            return bool(await in_trash(ben, name))

        await eventually(is_listed)
        [item] = await in_trash(ben, name)
        assert (item["conversation_id"], item["state"]) == (conversation_id, "held")
        assert (item["deleted_by"]["name"], item["ticket"]["id"]) == ("Ann", ticket)

        assert (await ben.http.delete(trashed)).status_code == 403
        assert (await ann.http.delete(trashed)).status_code == 202
        await bens.event("conversation.purged.v1")
    assert (await ann.http.post(f"{trashed}/restore")).status_code == 404
    assert (await mia.http.get(mia.path)).json()["type"] == ENDED
    kept = f"/api/v1/tickets/{ticket}"
    assert (await ben.http.get(f"{kept}/attachments/{file}")).content == CONTENT
    assert [m["text"] for m in await ben.messages(kept)] == ["A broken jug", "Here it is"]
