"""Nobody, and everyone whom the gateway must take for nobody: who was let in once, and who shows
what is meant for another door.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import aiohttp
from pymongo import AsyncMongoClient

from deploy.local.secrets import Secrets
from deploy.local.system import System
from gateway.identity import secrets
from gateway.identity.visitors import LIFETIME, VisitorTokens
from services.notifier.links import FileLinks
from shared.identity import HEADER, IdentitySigner
from shared.identity import Principal as Caller
from tests.eventually import eventually
from tests.isolation.homes import PASSWORD, Home, be_quiet, made
from tests.isolation.principals import COOKIE, Principal, bearer, cookie
from tests.people import Agent


@dataclass(frozen=True)
class Keys:
    """What a system signs with."""

    secrets: Secrets
    base_url: str

    def identity(self, home: Home) -> str:
        """What only the gateway says, to services alone: here, of an admin."""
        admin = Caller(
            kind="agent", id=home.things["agent"], workspace_id=home.id, name="Ann", role="admin"
        )
        return IdentitySigner(self.secrets.key_pair("identity")[0]).sign(admin)

    def visitor(self, home: Home, issued_at: datetime) -> str:
        """Mia's token."""
        tokens = VisitorTokens(self.secrets.key_pair("identity")[0])
        return tokens.issue(
            customer_id="mia",
            name="Mia",
            workspace_id=home.id,
            conversation_id=home.things["conversation"],
            now=issued_at,
        )

    def link(self, home: Home, signed_at: datetime) -> str:
        """The token of a mailed link to Mia's file."""
        links = FileLinks(self.secrets.key_pair("links")[0], self.base_url)
        what = home.things["conversation"], home.things["file"]
        return links.to(home.id, *what, signed_at).rpartition("/")[2]

    def mailed_link(self, home: Home) -> str:
        """One that is good now."""
        return self.link(home, datetime.now(UTC))


def keys_of(system: System) -> Keys:
    return Keys(Secrets(system.logs.parent / "secrets.json"), system.base_url)


async def outsiders(home: Home, system: System) -> list[Principal]:
    """Once every gateway takes them for nobody."""
    keys, now = keys_of(system), datetime.now(UTC)
    identity = keys.identity(home)
    shown: dict[str, dict[str, str]] = {
        "nobody": {},
        "somebody with a made-up token": bearer(uuid4().hex),
        "a customer whose token expired": bearer(keys.visitor(home, now - LIFETIME)),
        "an internal identity": bearer(identity) | {HEADER: identity},
        "a link to a file": bearer(keys.link(home, now)),
        "an API token as a cookie": cookie(home.own["ben"]["secret"]),
        "a session as a bearer's": bearer(home.ann.http.cookies[COOKIE]),
        "a visitor token as a cookie": cookie(keys.visitor(home, now)),
        **await _who_were_let_in(home, system),
    }
    things = home.things | home.own["ben"]
    found = [
        Principal(name, "nobody", home, headers, things=things) for name, headers in shown.items()
    ]
    for principal in found:
        await _until_refused(system, principal)
    return found


def disguised(agent: Principal, other: Home, keys: Keys) -> Principal:
    """Let in as who they are, they tell the services that they are another workspace's admin."""
    name = f"{agent.name} as an admin of {other.name}"
    return replace(agent, name=name, headers={**agent.headers, HEADER: keys.identity(other)})


def wrong_links(home: Home, system: System) -> dict[str, str]:
    """Tokens that are no link to a file, or not any more."""
    keys, now = keys_of(system), datetime.now(UTC)
    return {
        "an expired link": keys.link(home, now - timedelta(days=8)),
        "a visitor token": keys.visitor(home, now),
        "an internal identity": keys.identity(home),
    }


async def _who_were_let_in(home: Home, system: System) -> dict[str, dict[str, str]]:
    async with Agent(system.base_url) as out, Agent(system.base_url) as late:
        for agent in (out, late):
            await agent.sign_in(f"cleo@{home.words.inside}.example", PASSWORD)
        signed_out, session = out.http.cookies[COOKIE], late.http.cookies[COOKIE]
        await be_quiet(out)
        await out.http.delete("/api/v1/session")
        revoked = await made(late, "/api/v1/tokens", name="Revoked")
        await late.http.delete(f"/api/v1/tokens/{revoked['id']}")
        removed = await made(late, "/api/v1/tokens", name="Of who is removed")
        await _forget_cleo(home, system, session)
        return {
            "an agent who signed out": cookie(signed_out),
            "an agent whose session expired": cookie(session),
            "an agent whose token was revoked": bearer(revoked["token"]),
            "an agent who was removed": bearer(removed["token"]),
        }


async def _forget_cleo(home: Home, system: System, session: str) -> None:
    """Her session has expired, and she is no agent any more: behind the gateway's back."""
    expired = {"$set": {"expires_at": datetime.now(UTC) - timedelta(seconds=1)}}
    async with AsyncMongoClient[dict[str, Any]](system.mongo_url("gateway")) as client:
        database = client.get_default_database()
        of_session = {"secret_hash": secrets.hash_of(session)}
        await database["credentials"].update_one(of_session, expired)
        await database["agents"].delete_one({"email": f"cleo@{home.words.inside}.example"})


async def _until_refused(system: System, principal: Principal) -> None:
    """What a gateway remembers of them it remembers for a second."""
    async with aiohttp.ClientSession(system.base_url, headers=principal.headers) as http:

        async def is_refused() -> bool:
            async with http.get("/api/v1/session") as answer:
                return answer.status == 401

        await eventually(is_refused)
