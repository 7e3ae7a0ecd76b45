"""Other teams: each hears of everything that happens in its workspace, by a webhook."""

import json
from typing import Any
from uuid import uuid4

from tests.integration.webhooks.receiver import Receiver
from tests.people import Agent
from tests.resilience.soak.marks import Viewer
from tests.resilience.soak.record import Record


async def subscribe(base_url: str, workspace: dict[str, Any], receiver: Receiver) -> None:
    """Its admin adds an endpoint for all that there is."""
    admin = workspace["agents"][0]
    wanted = {"client_id": str(uuid4()), "url": receiver.url(path_of(workspace["name"]))}
    async with Agent(base_url) as agent:
        await agent.sign_in(admin["email"], admin["password"])
        (await agent.http.post("/api/v1/webhooks", json=wanted)).raise_for_status()


def look(receiver: Receiver, workspace: str, record: Record) -> None:
    """Write down what has arrived, and whatever of it is not that team's to see."""
    viewer, path = Viewer(f"team of {workspace}", workspace), path_of(workspace)
    for got in receiver.at(path):
        record.sightings.update(viewer.sees(got.body.decode()))
    for event in (json.loads(got.body) for got in receiver.taken if got.path == path):
        if event["type"].startswith("conversation."):
            record.arrived.add((event["subject"], event["sequence"]))


def path_of(workspace: str) -> str:
    """Where the events of a workspace arrive."""
    return f"/{workspace}"
