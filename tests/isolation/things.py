"""What a caller puts into a route: what is theirs, or what is somebody else's."""

from uuid import uuid4

from tests.isolation import homes
from tests.isolation.fresh import fresh
from tests.isolation.homes import Home
from tests.isolation.principals import Principal, customer_of, in_session
from tests.isolation.routes import Row
from tests.people import Agent, Customer

PUBLIC = {"agent", "asset", "key", "link", "page", "schema"}
"""Kinds that are meant for whoever names them."""
PERSONAL = {"api_token", "device"}
"""Kinds that are one agent's."""
VALUES = {"place", "word"}
"""Kinds that anybody may name: who is there, or what is found, is one's own workspace's."""
CONVERSATIONS = {"conversation", "closed"}

NOBODYS = "what nobody has"
"""How everybody else's things are answered, too."""


def strange(kind: str, principal: Principal, other: Home, links: dict[str, str]) -> dict[str, str]:
    """Things of that kind which are not the caller's, by what makes them strange.

    ``other`` is another workspace; ``links`` are such as lead nowhere.
    """
    home = principal.home
    found = {NOBODYS: uuid4().hex}
    if kind in PUBLIC:
        return found | (links if kind == "link" else {})
    if kind == "client_id":
        return found | {"of another workspace": other.opened_with}
    found["of another workspace"] = other.things[kind]
    if kind in CONVERSATIONS:
        found |= {"in the trash": home.things["trashed"], "purged": home.things["purged"]}
    elif kind == "trashed":
        found |= {"not in the trash": home.things["closed"], "purged": home.things["purged"]}
    elif kind in PERSONAL:
        colleague = "ben" if principal.things[kind] == home.own["ann"][kind] else "ann"
        found["of a colleague"] = home.own[colleague][kind]
    elif kind in {"file", "upload"}:
        customer = "mia" if principal.things[kind] == home.own["noor"][kind] else "noor"
        found["of another customer"] = home.own[customer][kind]
        found["of what is in the trash"] = home.things["trashed_file"]
    elif kind not in VALUES:
        found["of another kind"] = home.things["conversation"]
    return found


async def spent(row: Row, principal: Principal, base_url: str) -> Principal:
    """The caller with new things, or a new one like them, where the call spends what it names."""
    if not row.spends:
        return principal
    if principal.is_customer:
        return await _another_customer(principal, base_url)
    if not row.kinds:
        return await _once_more(principal, base_url)
    agent = principal.agent
    assert agent is not None, "only agents and customers have something to spend"
    return principal.having(await fresh(principal.home, agent, row.kinds))


async def _another_customer(principal: Principal, base_url: str) -> Principal:
    home = principal.home
    async with Customer(base_url) as customer:
        await homes.a_conversation(home, customer, home.words.guest)
        upload = await homes.uploaded(customer, customer.path, home.words.guest)
        return customer_of(home, customer, {"upload": upload})


async def _once_more(principal: Principal, base_url: str) -> Principal:
    """The same agent in a session of its own."""
    home = principal.home
    async with Agent(base_url) as agent:
        name = principal.name.partition(" ")[0]
        await agent.sign_in(f"{name}@{home.words.inside}.example", homes.PASSWORD)
        return in_session(principal, agent)
