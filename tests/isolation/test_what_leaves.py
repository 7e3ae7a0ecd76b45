"""Every byte that leaves by itself, for whom it is: frames, mails, pushes; and no word in a log."""

import asyncio
import json
from pathlib import Path
from typing import Any

import aiohttp

from tests.eventually import eventually
from tests.isolation.asking import call
from tests.isolation.ears import listening
from tests.isolation.homes import PASSWORD, Home, a_conversation
from tests.isolation.principals import COOKIE, Principal
from tests.isolation.routes import ROWS
from tests.isolation.standings import refusal
from tests.isolation.stored import PROCESSES
from tests.isolation.things import spent
from tests.isolation.words import found_in
from tests.isolation.world import World
from tests.people import Customer

Json = dict[str, Any]


async def test_a_socket_carries_what_is_its_owners_to_read_and_nothing_else(world: World) -> None:
    people = [who for who in world.principals if who.standing in {"agent", "admin", "customer"}]
    async with listening(world.system.base_url, people) as ears:
        await asyncio.gather(*(do_everything(world, who) for who in people))
        for ear in ears:
            await ear.until(own_word(ear.who).encode())
        wrong = {ear.who.name: found_in(ear.heard, world.words - ear.who.words) for ear in ears}
    assert {name: words for name, words in wrong.items() if words} == {}


async def do_everything(world: World, who: Principal) -> None:
    """Each change that they may make."""
    for row in ROWS:
        if row.method != "GET" and not refusal(who.standing, row.door):
            caller = await spent(row, who, world.system.base_url)
            await world.asking.ask(caller, call(row, caller.things))
    if who.is_customer:
        written = next(row for row in ROWS if row.route == "POST /widget/v1/conversation/messages")
        said = call(written, who.things)
        said.body.update(text=f"Still {own_word(who)}", attachment_ids=[])
        await world.asking.ask(who, said)


def own_word(who: Principal) -> str:
    words = who.home.words
    return getattr(words, who.name.partition(" ")[0]) if who.is_customer else words.guest


async def test_mails_and_pushes_carry_what_is_their_readers_and_nothing_else(world: World) -> None:
    homes = [world.homes["alpha"], world.homes["beta"]]
    for home in homes:
        await somebody_comes_whom_nobody_answers(world, home)
        path = home.ben.conversation(home.things["conversation"])
        wanted = {"email": f"mia@{home.words.mia}.example"}
        answer = await home.ben.http.post(f"{path}/transcript", json=wanted)
        answer.raise_for_status()

    async def has_all() -> bool:
        told = {reader_of(one) for one in await sent(world)}
        return all(readers(home).keys() <= told for home in homes)

    await eventually(has_all)
    assert [one for one in await sent(world) if not is_for_its_reader(world, one)] == []


async def test_webhooks_carry_what_happens_in_their_workspace_and_nothing_else(
    world: World,
) -> None:
    async def have_all_been_told() -> bool:
        told = world.receiver.bodies
        return all(
            found_in(b"".join(told[home.name]), world.words) >= {home.words.mia, home.words.guest}
            for home in world.homes.values()
        )

    await eventually(have_all_been_told)
    wrong = {
        home.name: found_in(
            b"".join(world.receiver.bodies[home.name]), world.words - home.words.of_agents
        )
        for home in world.homes.values()
    }
    assert {name: words for name, words in wrong.items() if words} == {}


def test_no_log_has_a_word_or_a_secret_of_anybody(world: World) -> None:
    secrets = [secret for home in world.homes.values() for secret in secrets_of(home)]
    marks = world.words | frozenset(secret.lower() for secret in secrets)
    wrong = {log.name: found_in(log.read_bytes(), marks) for log in logs(world)}
    assert {name: marks for name, marks in wrong.items() if marks} == {}


def logs(world: World) -> list[Path]:
    return [world.system.logs / f"{process}.log" for process in PROCESSES]


def secrets_of(home: Home) -> list[str]:
    """What lets somebody in."""
    customers = (home.mia, home.noor, home.trudy, home.perry)
    tokens = [customer.http.headers["Authorization"].split()[1] for customer in customers]
    agents = [agent.http.cookies[COOKIE] for agent in (home.ann, home.ben)]
    return [*tokens, *agents, home.own["ann"]["secret"], home.own["ben"]["secret"], PASSWORD]


async def sent(world: World) -> list[Json]:
    """Every mail and every push that the sinks were given."""
    found: list[Json] = []
    async with aiohttp.ClientSession() as http:
        for url in (world.system.sinks.mail_url, world.system.sinks.push_url):
            async with http.get(f"{url}/messages") as answer:
                found += await answer.json()
    return found


def reader_of(one: Json) -> str:
    """The address of a mail, or the device of a push."""
    reader: str = one.get("to") or one["token"]
    return reader


async def somebody_comes_whom_nobody_answers(world: World, home: Home) -> None:
    """So both agents are told, whatever they chose before."""
    for agent in (home.ann, home.ben):
        wanted = {"email": True, "mobile": True, "sound": True}
        answer = await agent.http.put("/api/v1/notification-settings", json=wanted)
        answer.raise_for_status()
    async with Customer(world.system.base_url) as customer:
        await a_conversation(home, customer, home.words.guest)


def readers(home: Home) -> dict[str, frozenset[str]]:
    """Who was written to for certain, and what they may read."""
    words = home.words
    return {
        f"ann@{words.inside}.example": words.of_agents,
        f"ben@{words.inside}.example": words.of_agents,
        f"device-{words.ann}": words.of_agents | {words.ann},
        f"device-{words.ben}": words.of_agents | {words.ben},
        f"mia@{words.mia}.example": frozenset({words.front, words.mia}),
    }


def is_for_its_reader(world: World, one: Json) -> bool:
    """Whoever else was written to, it was by one workspace alone."""
    homes = world.homes.values()
    known = {reader: words for home in homes for reader, words in readers(home).items()}
    found = found_in(json.dumps(one).encode(), world.words)
    if reader_of(one) in known:
        return found <= known[reader_of(one)]
    return any(found <= home.words.all for home in homes)
