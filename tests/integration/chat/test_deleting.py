"""A conversation in the trash: nobody reaches it, nothing of it changes, it comes back whole."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

from services.chat.domain import conversions as domain
from services.chat.domain.tickets import Wish
from services.chat.use_cases import conversions, trash
from services.chat.use_cases.chat import Chat
from shared import clock
from shared.contracts.transcript_events import TranscriptPartWanted
from shared.mongo import Transaction
from tests.integration.chat.callers import AGENTS, OWN, Caller, Json, Workspace, opening, slug


def id_of(path: str) -> str:
    return path.rpartition("/")[2]


async def delete(agent: Caller, path: str) -> None:
    assert (await agent.delete(path)).status_code == 204


async def restore(workspace: Workspace, path: str, deletion: int) -> None:
    """As trash asks for it."""

    async def asked(tx: Transaction) -> None:
        await trash.restore(workspace.chat, tx, workspace.id, id_of(path), deletion)

    await workspace.chat.mongo.transact(asked)


async def test_deleted_many_times_at_once_it_is_deleted_once(
    workspace: Workspace, elsewhere: Workspace
) -> None:
    _, path = await workspace.start()
    agents = [somewhere.agent() for somewhere in (workspace, elsewhere) for _ in range(5)]

    answers = await asyncio.gather(*(agent.delete(path) for agent in agents))

    assert Counter(answer.status_code for answer in answers) == {204: 1, 404: 9}
    events = await workspace.hearing.until(id_of(path), 2)
    assert events[-1]["type"] == "conversation.deleted.v1"
    assert (await agents[0].get(f"{AGENTS}/counts")).json() == {"active": 0, "closed": 0}


async def test_a_message_sent_while_it_is_deleted_is_stored_or_refused(
    workspace: Workspace, elsewhere: Workspace
) -> None:
    customer, path = await workspace.start()
    writers = [(customer, OWN), (workspace.agent("Ann"), path), (elsewhere.agent("Ben"), path)]

    *answers, deleted = await asyncio.gather(
        *(writer.say(where) for writer, where in writers for _ in range(8)),
        elsewhere.agent("Cleo").delete(path),
    )

    assert deleted.status_code == 204
    assert {answer.status_code for answer in answers} <= {201, 404}
    stored = [answer.json()["id"] for answer in answers if answer.status_code == 201]
    deletion = len(stored) + 2
    await restore(workspace, path, deletion)
    thread = await workspace.agent().thread(path, limit=100)
    assert [message["seq"] for message in thread] == list(range(1, deletion))
    assert {message["id"] for message in thread[1:]} == set(stored)


async def test_it_is_in_no_list_no_search_and_no_count_and_then_as_it_was(
    workspace: Workspace,
) -> None:
    agent = workspace.agent()
    customer, path = await workspace.start("My parcel is late", name="Zora Quill")
    await agent.say(path, "Which one?")
    await customer.post(f"{OWN}/close")
    before = (await agent.get(path)).json()

    async def listed() -> list[Json]:
        pages = [
            await agent.get(AGENTS, **query)
            for query in ({"status": "closed"}, {}, {"q": "zora"}, {"q": "parcel"})
        ]
        return [page.json()["items"] for page in pages]

    shown, counts = await listed(), (await agent.get(f"{AGENTS}/counts")).json()
    await delete(agent, path)
    assert not any(await listed())
    assert (await agent.get(f"{AGENTS}/counts")).json() == {"active": 0, "closed": 0}

    await restore(workspace, path, before["version"] + 1)
    assert (await agent.get(path)).json() == before | {"version": before["version"] + 2}
    assert (await agent.get(f"{AGENTS}/counts")).json() == counts
    assert [len(items) for items in await listed()] == [len(items) for items in shown]
    await workspace.hearing.until(id_of(path), before["version"] + 2)


async def test_a_start_that_is_repeated_after_the_deletion_starts_nothing(
    workspace: Workspace,
) -> None:
    body = opening()
    newcomer = workspace.newcomer()
    started = (await newcomer.post("/widget/v1/conversations", body)).json()
    await delete(workspace.agent(), f"{AGENTS}/{started['conversation']['id']}")

    again = await newcomer.post("/widget/v1/conversations", body)

    assert (again.status_code, slug(again)) == (404, "conversation-ended")
    assert (await workspace.agent().get(AGENTS)).json()["items"] == []


async def test_a_file_that_arrives_after_the_deletion_leaves_nothing(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    form = 'Content-Disposition: form-data; name="file"; filename="a.bin"'

    async def body() -> AsyncIterator[bytes]:
        yield f"--x\r\n{form}\r\n\r\n".encode() + b"first half, "
        await delete(workspace.agent(), path)
        yield b"second half\r\n--x--\r\n"

    answer = await customer.post_raw(
        f"{OWN}/attachments", body(), content_type="multipart/form-data; boundary=x"
    )

    assert (answer.status_code, slug(answer)) == (404, "conversation-ended")
    mine = {"conversation_id": id_of(path)}
    uploads = workspace.chat.mongo.collection("uploads")
    assert await uploads.count_documents(mine) == 0


async def test_a_conversion_goes_on_in_the_trash_to_its_ticket(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    chat, agent, conversation_id = workspace.chat, workspace.agent(), id_of(path)
    await customer.post(f"{OWN}/close")
    wish = Wish("Late parcel", "acme")
    asked = await conversions.request_conversion(chat, agent.principal, conversation_id, wish)
    assert asked.conversion is not None
    await delete(agent, path)

    await conversions.remind(_later(chat))
    wanted = TranscriptPartWanted(
        conversation_id=conversation_id, request_id=asked.conversion.request_id, after_seq=0
    )

    async def answered(tx: Transaction) -> None:
        await conversions.send_part(chat, tx, workspace.id, wanted)
        await conversions.record_ticket(chat, tx, workspace.id, conversation_id, "t1", 1042)

    await chat.mongo.transact(answered)
    await restore(workspace, path, asked.version + 1)
    found = (await agent.get(path)).json()
    assert found["ticket"] == {"state": "created", "id": "t1", "number": 1042, "reason": None}
    types = [e["type"] for e in await workspace.hearing.until(conversation_id, found["version"])]
    assert types[2:] == [
        "conversation.conversion_requested.v1",
        "conversation.deleted.v1",
        "conversation.conversion_requested.v1",
        "conversation.converted.v1",
        "conversation.restored.v1",
    ]


async def test_what_is_restored_twice_is_restored_once_and_says_so_again(
    workspace: Workspace,
) -> None:
    _, path = await workspace.start()
    agent = workspace.agent()
    await delete(agent, path)
    for _ in range(2):
        await restore(workspace, path, 2)
    assert (await agent.get(f"{AGENTS}/counts")).json() == {"active": 1, "closed": 0}
    events = await workspace.hearing.until(id_of(path), 4)
    assert [event["type"] for event in events[2:]] == ["conversation.restored.v1"] * 2
    await delete(agent, path)
    await restore(workspace, path, 2)
    assert (await agent.get(path)).status_code == 404


async def test_nobody_of_another_workspace_deletes_it_and_no_customer(
    workspace: Workspace, other_workspace: Workspace
) -> None:
    customer, path = await workspace.start()
    for stranger in (other_workspace.agent(), customer):
        assert (await stranger.delete(path)).status_code == 404
    assert (await workspace.agent().get(path)).status_code == 200


def _later(chat: Chat) -> Chat:
    """When the answer to a request is overdue."""
    return replace(chat, now=lambda: clock.now() + domain.ANSWERED + timedelta(seconds=1))
