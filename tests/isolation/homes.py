"""One workspace of the matrix, with a thing of every kind in it and a canary in every field."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.eventually import eventually
from tests.isolation.words import Words
from tests.people import Agent, Customer, Person

PASSWORD = "correct horse"
COMMON = {"page": "settings", "schema": "conversation.closed.v1.json", "asset": "none.js"}
"""Things that belong to nobody."""


@dataclass
class Home:
    """``things`` by kind. ``state`` ends the standing of its people: empty, ``below the plan``, or
    ``while it is off``. Ann is its admin and Ben an agent, Mia and Noor are its customers; the last
    two had conversations that were deleted, and purged.
    """

    name: str
    state: str
    words: Words
    key: str
    ann: Agent
    ben: Agent
    mia: Customer
    noor: Customer
    trudy: Customer
    perry: Customer
    id: str = ""
    things: dict[str, str] = field(default_factory=lambda: dict(COMMON))
    opened_with: str = ""
    """The ``client_id`` of a conversation that has begun."""
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    """What belongs to one person: by their name, then by kind."""

    def standing(self, role: str) -> str:
        """As the table of standings calls it."""
        return f"{role} {self.state}".strip()


async def furnish(home: Home) -> None:
    """Fill it; its people are signed in, and its plan has live chat."""
    who = (await home.ann.http.get("/api/v1/session")).json()
    home.id = who["workspace"]["id"]
    home.things |= {"key": home.key, "word": home.words.mia, "agent": who["agent"]["id"]}
    await asyncio.gather(
        _settings(home),
        _companies(home),
        _endpoint(home),
        _belongings(home, "ann", home.ann, home.words.ann),
        _belongings(home, "ben", home.ben, home.words.ben),
    )
    await asyncio.gather(
        _talk(home, "mia", home.mia, home.words.mia),
        _talk(home, "noor", home.noor, home.words.noor),
        _convert(home),
        _leave_closed(home),
        _delete(home, "trashed", home.trudy),
        _delete(home, "purged", home.perry),
    )
    home.things |= home.own["mia"]
    home.things["place"] = home.things["conversation"]
    await asyncio.gather(_upload(home, "ann", home.ann), _upload(home, "ben", home.ben))
    home.things |= home.own["ann"]
    await _purge(home)
    await _tell(home)


async def a_conversation(home: Home, customer: Customer, word: str) -> str:
    """One that has just begun; ``word`` is in all that the customer says of themselves."""
    home.opened_with = f"{home.words.opening}-{uuid4()}"
    opened = await made(
        customer,
        f"/widget/v1/{home.key}/conversations",
        client_id=home.opened_with,
        name=f"Mia {word}",
        email=f"mia@{word}.example",
        text=f"Where is {word}?",
    )
    customer.http.headers["Authorization"] = f"Bearer {opened['token']}"
    conversation_id: str = opened["conversation"]["id"]
    return conversation_id


async def made(person: Person, path: str, **body: Any) -> dict[str, Any]:
    """What a POST of ``body`` gives."""
    answer = await person.http.post(path, json=body)
    answer.raise_for_status()
    given: dict[str, Any] = answer.json()
    return given


async def uploaded(person: Person, path: str, word: str) -> str:
    """The id of a file that is not posted yet, with ``word`` as its name and in it."""
    answer = await person.upload(path, f"{word}.txt", f"a file of {word}".encode())
    answer.raise_for_status()
    file_id: str = answer.json()["id"]
    return file_id


async def is_in_trash(home: Home, conversation_id: str) -> bool:
    """The trash has heard of it."""
    answer = await home.ann.http.get("/api/v1/trash", params={"limit": 100})
    return conversation_id in answer.text


async def _settings(home: Home) -> None:
    widget = {"greeting": f"Welcome to {home.words.front}"}
    await home.ann.http.patch("/api/v1/workspace", json={"widget": widget})


async def _companies(home: Home) -> None:
    for kind in ("company", "unused_company"):
        name, domain = f"{kind} {home.words.inside}", f"{home.words.inside}.example"
        company = await made(home.ben, "/api/v1/companies", name=name, domain=domain)
        home.things[kind] = company["id"]


async def _endpoint(home: Home) -> None:
    """An endpoint that is told of everything, and what it was sent to try it out."""
    new = await made(
        home.ann,
        "/api/v1/webhooks",
        client_id=str(uuid4()),
        url=home.things["hook"],
        description=f"The endpoint of {home.words.inside}",
    )
    home.things["webhook"] = new["endpoint"]["id"]
    test = await made(home.ann, f"/api/v1/webhooks/{home.things['webhook']}/test")
    home.things["delivery"] = test["id"]


async def _belongings(home: Home, name: str, agent: Agent, word: str) -> None:
    """What is one agent's alone."""
    token = await made(agent, "/api/v1/tokens", name=f"For {word}")
    device = await made(agent, "/api/v1/devices", token=f"device-{word}", name=f"Phone of {word}")
    home.own[name] = {
        "api_token": token["id"],
        "device": device["token"],
        "secret": token["token"],
    }


async def _talk(home: Home, name: str, customer: Customer, word: str) -> None:
    """Both sides write and send files, and one more file waits to be posted."""
    conversation_id = await a_conversation(home, customer, word)
    file_id = await uploaded(customer, customer.path, word)
    await customer.post(customer.path, f"Here is {word}", attachment_ids=[file_id])
    await home.ben.post(home.ben.conversation(conversation_id), f"I see {word}")
    home.own[name] = {
        "conversation": conversation_id,
        "file": file_id,
        "upload": await uploaded(customer, customer.path, word),
    }


async def _upload(home: Home, name: str, agent: Agent) -> None:
    path = agent.conversation(home.things["conversation"])
    home.own[name]["upload"] = await uploaded(agent, path, home.words.mia)


async def _convert(home: Home) -> None:
    word = home.words.guest
    async with Customer(str(home.mia.http.base_url)) as customer:
        conversation_id = await a_conversation(home, customer, word)
        home.things["ticket_file"] = await uploaded(customer, customer.path, word)
        files = [home.things["ticket_file"]]
        await customer.post(customer.path, "A vase", attachment_ids=files)
        await customer.http.post(f"{customer.path}/close")
    path = home.ann.conversation(conversation_id)
    wish = {"subject": f"The {home.words.inside}", "company_id": home.things["company"]}
    await made(home.ann, f"{path}/ticket", **wish)

    async def is_made() -> bool:
        ticket = (await home.ann.http.get(path)).json()["ticket"]
        home.things["ticket"] = ticket["id"] or ""
        return bool(ticket["id"])

    await eventually(is_made)


async def _leave_closed(home: Home) -> None:
    async with Customer(str(home.mia.http.base_url)) as customer:
        home.things["closed"] = await a_conversation(home, customer, home.words.guest)
        await customer.http.post(f"{customer.path}/close")


async def _delete(home: Home, kind: str, customer: Customer) -> None:
    conversation_id = await a_conversation(home, customer, home.words.guest)
    home.things[kind] = conversation_id
    home.things[f"{kind}_file"] = await uploaded(customer, customer.path, home.words.guest)
    await home.ann.http.delete(home.ann.conversation(conversation_id))
    await eventually(lambda: is_in_trash(home, conversation_id))


async def _purge(home: Home) -> None:
    purged = home.things["purged"]
    (await home.ann.http.delete(f"/api/v1/trash/{purged}")).raise_for_status()

    async def is_gone() -> bool:
        return not await is_in_trash(home, purged)

    await eventually(is_gone)


async def _tell(home: Home) -> None:
    """Let the agents be told of Mia, and then of nobody any more: mails would go on for minutes."""
    path = home.ann.conversation(home.things["conversation"])

    async def are_told() -> bool:
        items = (await home.ann.http.get(f"{path}/notifications")).json()["items"]
        return bool(items) and all(item["state"] != "pending" for item in items)

    await eventually(are_told)
    for agent in (home.ann, home.ben):
        await be_quiet(agent)


async def be_quiet(agent: Agent) -> None:
    """Nothing more by mail or push."""
    quiet = {"email": False, "mobile": False, "sound": False}
    answer = await agent.http.put("/api/v1/notification-settings", json=quiet)
    answer.raise_for_status()
