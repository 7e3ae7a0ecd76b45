"""On the whole system: a new chat reaches the agents, and a transcript its reader."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from deploy.local.system import System
from tests.eventually import eventually
from tests.people import Agent, Customer, Json

CONTENT = b"\x00 not quite a picture"


async def received(url: str) -> list[Json]:
    async with httpx.AsyncClient() as http:
        messages: list[Json] = (await http.get(f"{url}/messages")).json()
        return messages


@pytest.fixture
async def ann(system: System) -> AsyncIterator[Agent]:
    signing_in = system.workspaces[0]["agents"][0]
    async with Agent(system.base_url) as ann:
        yield await ann.sign_in(signing_in["email"], signing_in["password"])


async def test_a_new_chat_reaches_every_agent_once_by_mail_and_their_devices(
    system: System, ann: Agent
) -> None:
    acme = system.workspaces[0]
    token, name = f"device-{uuid4().hex}", f"Mia {uuid4().hex[:8]}"
    assert (await ann.http.post("/api/v1/devices", json={"token": token})).status_code == 201
    async with Customer(system.base_url) as mia:
        conversation = await mia.start(acme["key"], "Where is my parcel?", name=name)
    told = f"{ann.conversation(conversation['id'])}/notifications"

    async def is_settled() -> bool:
        answer = await ann.http.get(told)
        items = answer.json().get("items", [])
        return bool(items) and all(item["state"] != "pending" for item in items)

    await eventually(is_settled, seconds=30)
    mails = [mail for mail in await received(system.sinks.mail_url) if name in mail["subject"]]
    assert Counter(mail["to"] for mail in mails) == {a["email"]: 1 for a in acme["agents"]}
    assert all(conversation["id"] in mail["html"] for mail in mails)
    pushes = [push for push in await received(system.sinks.push_url) if push["token"] == token]
    assert [push["data"]["conversation_id"] for push in pushes] == [conversation["id"]]
    items = (await ann.http.get(told)).json()["items"]
    states = Counter((item["channel"], item["state"]) for item in items)
    assert states == {("email", "sent"): 3, ("mobile", "sent"): 1, ("mobile", "skipped"): 2}
    assert (await ann.http.delete(f"/api/v1/devices/{token}")).status_code == 204


async def test_a_transcript_arrives_with_its_files_and_the_thread_says_so(
    system: System, ann: Agent
) -> None:
    acme = system.workspaces[0]
    to = f"reader-{uuid4().hex[:8]}@shop.example"
    async with Customer(system.base_url) as mia:
        conversation = await mia.start(acme["key"], "Where is <b>my</b> parcel?")
        file = (await mia.upload(mia.path, "label.png", CONTENT)).json()
        await mia.post(mia.path, "", attachment_ids=[file["id"]])
        await mia.http.post(f"{mia.path}/close")
        wanted = {"email": to, "time_zone": "Europe/Vienna"}
        asked = await mia.http.post(f"{mia.path}/transcript", json=wanted)
        assert asked.status_code == 202, asked.text

        async def is_noted() -> bool:
            newest = (await mia.messages(mia.path))[-1]
            is_systems: bool = newest["author"]["kind"] == "system"
            return is_systems and newest["text"] == "Transcript sent to r…@shop.example"

        await eventually(is_noted, seconds=30)
    [mail] = [mail for mail in await received(system.sinks.mail_url) if mail["to"] == to]
    assert mail["subject"] == "Your chat with Acme"
    assert "Where is &lt;b&gt;my&lt;/b&gt; parcel?" in mail["html"]
    assert "Europe/Vienna" in mail["text"]
    assert "label.png" in mail["html"]
    [link] = re.findall(rf"{system.base_url}/files/\S+", mail["text"])
    async with httpx.AsyncClient() as anyone:
        answer = await anyone.get(link)
        forged = await anyone.get(link[:-6] + "AAAAAA")
    assert answer.content == CONTENT
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert forged.status_code == 404
    row = (await ann.http.get(ann.conversation(conversation["id"]))).json()
    assert (row["status"], row["last_responder"], row["unread"]) == ("closed", None, 3)
