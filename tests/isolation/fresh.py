"""New things in the place of those that a call spends."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from uuid import uuid4

from tests.eventually import eventually
from tests.isolation.homes import Home, a_conversation, is_in_trash, made, uploaded
from tests.people import Agent, Customer

Things = Mapping[str, str]


async def fresh(home: Home, agent: Agent, kinds: Iterable[str]) -> dict[str, str]:
    """One of each kind that can be spent, ``agent``'s where it has to be somebody's."""
    things: dict[str, str] = {}
    for kind in kinds:
        if make := MAKERS.get(kind):
            things[kind] = await make(home, agent, things)
    return things


async def _conversation(home: Home, agent: Agent, _: Things) -> str:
    async with Customer(str(agent.http.base_url)) as customer:
        return await a_conversation(home, customer, home.words.guest)


async def _upload(home: Home, agent: Agent, things: Things) -> str:
    return await uploaded(agent, agent.conversation(things["conversation"]), home.words.guest)


async def _closed(home: Home, agent: Agent, things: Things) -> str:
    conversation_id = await _conversation(home, agent, things)
    await made(agent, f"{agent.conversation(conversation_id)}/close")
    return conversation_id


async def _trashed(home: Home, agent: Agent, things: Things) -> str:
    conversation_id = await _conversation(home, agent, things)
    await agent.http.delete(agent.conversation(conversation_id))
    await eventually(lambda: is_in_trash(home, conversation_id))
    return conversation_id


async def _company(home: Home, agent: Agent, _: Things) -> str:
    name = f"{home.words.inside} {uuid4().hex}"
    company_id: str = (await made(agent, "/api/v1/companies", name=name))["id"]
    return company_id


async def _api_token(_: Home, agent: Agent, __: Things) -> str:
    token_id: str = (await made(agent, "/api/v1/tokens", name="New"))["id"]
    return token_id


async def _device(_: Home, agent: Agent, __: Things) -> str:
    token: str = (await made(agent, "/api/v1/devices", token=f"device-{uuid4()}"))["token"]
    return token


async def _webhook(home: Home, agent: Agent, _: Things) -> str:
    wanted = {"url": home.things["hook"], "event_types": ["conversation.closed.v1"]}
    new = await made(agent, "/api/v1/webhooks", client_id=str(uuid4()), **wanted)
    webhook_id: str = new["endpoint"]["id"]
    return webhook_id


MAKERS: dict[str, Callable[[Home, Agent, Things], Awaitable[str]]] = {
    "conversation": _conversation,
    "upload": _upload,
    "closed": _closed,
    "trashed": _trashed,
    "unused_company": _company,
    "api_token": _api_token,
    "device": _device,
    "webhook": _webhook,
}
