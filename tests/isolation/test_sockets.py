"""Every frame from everybody: taken from whose it is to say, the end of the socket for others."""

import asyncio
from typing import Any

from gateway.live.socket import Close
from tests.isolation import operators
from tests.isolation.ears import Line, listening, ready, stream_of, unproved
from tests.isolation.frames import FRAMES, STREAMS, Frame
from tests.isolation.principals import Principal
from tests.isolation.routes import filled
from tests.isolation.standings import refusal
from tests.isolation.things import strange
from tests.isolation.words import found_in
from tests.isolation.world import World

PING = {"type": "ping"}


def listeners(world: World) -> list[Principal]:
    """Who may have a socket on the stream that is meant for them."""
    return [who for who in world.principals if not refusal(who.standing, stream_of(who))]


def of(world: World, name: str) -> Principal:
    return next(who for who in world.principals if who.name == name)


def spoken(frame: Frame, who: Principal) -> dict[str, Any]:
    said: dict[str, Any] = filled(frame.said, {"secret": "none", **who.things})
    return said


async def close_code(line: Line, frame: Any) -> int | None:
    """How the socket is closed after ``frame``; None where it goes on."""
    await line.say(frame)
    await line.say(PING)
    return await line.until_closed_or("pong")


async def misheard(world: World, who: Principal, frame: Any, expected: int | None) -> list[str]:
    """What is said of it, where it does not end as expected."""
    async with ready(world.system.base_url, who) as line:
        code = await close_code(line, frame)
    return [] if code == expected else [f"{frame} from {who.name}: {code}, not {expected}"]


async def test_a_frame_is_taken_from_whose_it_is_and_closes_every_other_socket(
    world: World,
) -> None:
    found = await asyncio.gather(
        *(
            misheard(
                world,
                who,
                spoken(frame, who),
                None if stream_of(who) in frame.by else Close.BAD_FRAME,
            )
            for who in listeners(world)
            for frame in FRAMES
        )
    )
    assert [wrong for some in found for wrong in some] == []


async def test_no_value_of_a_frame_is_an_operator(world: World) -> None:
    speakers = [of(world, "ann of alpha"), of(world, "mia of alpha")]
    found = await asyncio.gather(
        *(
            misheard(world, who, frame, Close.BAD_FRAME)
            for who in speakers
            for own in FRAMES
            if stream_of(who) in own.by
            for frame in operators.in_body(spoken(own, who))
        )
    )
    assert [wrong for some in found for wrong in some] == []


async def test_no_value_of_the_first_frame_is_an_operator(world: World) -> None:
    first = {"type": "token", "token": "none"}

    async def code(stream: str, frame: Any) -> int | None:
        async with unproved(world.system.base_url, stream) as line:
            return await close_code(line, frame)

    codes = await asyncio.gather(
        *(code(stream, frame) for stream in STREAMS for frame in operators.in_body(first))
    )
    assert set(codes) == {Close.BAD_FRAME}


async def test_presence_at_anothers_conversation_is_as_at_one_that_nobody_has(
    world: World,
) -> None:
    stranger, beta = of(world, "ben of alpha"), world.homes["beta"]
    hosts = [who for who in listeners(world) if who.home is beta]
    url, place = world.system.base_url, beta.things["conversation"]
    async with (
        listening(url, hosts) as ears,
        ready(url, stranger) as line,
        ready(url, of(world, "ben of beta")) as fence,
    ):
        for thing in strange("conversation", stranger, beta, {}).values():
            assert await close_code(line, replying_at(thing)) is None
        await fence.say(replying_at(place))
        bens = b"/avatars/" + (await agent_id(world, "ben of beta")).encode()
        for ear in ears:
            if ear.who.name in {"ann of beta", "mia of beta"}:
                await ear.until(bens)
            assert not found_in(ear.heard, world.words - ear.who.words), ear.who.name


def replying_at(conversation_id: str) -> dict[str, str]:
    return {"type": "presence", "conversation_id": conversation_id, "activity": "replying"}


async def agent_id(world: World, name: str) -> str:
    agent = of(world, name).agent
    assert agent is not None
    found: str = (await agent.http.get("/api/v1/session")).json()["agent"]["id"]
    return found
