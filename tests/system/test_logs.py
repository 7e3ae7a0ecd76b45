"""Logs: one trace id follows a message through every hop, and nothing anyone wrote is there."""

import json
from uuid import uuid4

from deploy.local.system import System
from shared import telemetry
from tests.eventually import eventually
from tests.people import Agent, Customer, Json

PROCESSES = ("gateway", "chat", "notifier")


def content(system: System, process: str) -> str:
    """Of all its replicas."""
    return "".join(log.read_text() for log in sorted(system.logs.glob(f"{process}*.log")))


def lines(system: System, process: str) -> list[Json]:
    said = content(system, process).splitlines()
    return [json.loads(line) for line in said if line.startswith("{")]


async def test_one_trace_id_follows_a_message_through_every_hop(system: System) -> None:
    traceparent = telemetry.new_traceparent()
    acme = system.workspaces[0]
    async with Customer(system.base_url) as mia, Agent(system.base_url) as ann:
        await ann.sign_in(acme["agents"][0]["email"], acme["agents"][0]["password"])
        await mia.start(acme["key"], "Hello")
        async with ann.listening() as frames:
            mia.http.headers["traceparent"] = traceparent
            sent = await mia.post(mia.path, "Follow me")
            await frames.event("conversation.message_sent.v1", message=sent.json())

    def hops() -> set[tuple[str, str]]:
        trace_id = telemetry.trace_id(traceparent)
        return {
            (process, line["event"])
            for process in PROCESSES
            for line in lines(system, process)
            if line.get("trace_id") == trace_id
        }

    async def is_whole() -> bool:
        return hops() >= {
            ("gateway", "request"),
            ("chat", "request"),
            ("chat", "event said"),
            ("gateway", "event heard"),
        }

    await eventually(is_whole)


async def test_nothing_that_people_wrote_is_in_a_log(system: System) -> None:
    canary = f"canary{uuid4().hex}"
    acme = system.workspaces[0]
    async with Customer(system.base_url) as mia, Agent(system.base_url) as ann:
        await ann.sign_in(acme["agents"][0]["email"], acme["agents"][0]["password"])
        conversation = await mia.start(acme["key"], canary, name=canary)
        async with ann.listening() as frames:
            await mia.post(mia.path, canary)
            await mia.post(mia.path, canary, unknown=canary)
            await ann.http.get("/api/v1/conversations", params={"q": canary, "limit": canary})
            await mia.upload(mia.path, f"{canary}.txt", canary.encode())
            sent = await ann.post(ann.conversation(conversation["id"]), canary)
            await frames.event("conversation.message_sent.v1", message=sent.json())
        token = mia.http.headers["Authorization"].split()[1]
        secrets = [canary, token, *ann.http.cookies.values(), acme["agents"][0]["password"]]

    for process in PROCESSES:
        said = content(system, process)
        assert said
        assert not [secret for secret in secrets if secret in said], process
