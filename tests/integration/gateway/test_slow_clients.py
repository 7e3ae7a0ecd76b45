"""Clients that stop reading: they are closed, and nobody waits for them."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from tests.eventually import eventually
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.sockets import (
    a_message,
    closed_with,
    cookie_of,
    heard,
    listening,
)


async def test_a_client_that_stops_reading_is_closed_and_delays_nobody(office: Office) -> None:
    async with listening(office, office.ann) as ann, stalled(office) as lazy:
        await flood(office, ann)
        assert await closed_with(lazy) == 4408


async def test_a_client_that_never_reads_again_is_cut_off(office: Office) -> None:
    async with listening(office, office.ann) as ann, stalled(office) as lazy:
        _, port = lazy.local_address

        async def is_cut_off() -> bool:
            return not is_connected_to(port)

        assert not await is_cut_off()
        await flood(office, ann)
        await eventually(is_cut_off, seconds=30)


LONG, SHORT = 120, 264
"""How many long ones (36 KB) the kernel takes for a client, and how many short ones may then wait
for it, with a few more of each. The latter come at once: whoever takes nothing is cut off after
five seconds, and is to be too slow before.
"""


async def flood(office: Office, attentive: ClientConnection) -> None:
    """More than a socket may leave unread, heard by one that reads, in order."""

    async def say(number: int, text: str = "") -> None:
        await office.say(a_message(f"{number} {text}"), sequence=number + 2)

    async def say_all() -> None:
        for number in range(LONG):
            await say(number, "🙂" * 9_000)
        await asyncio.gather(*(say(number) for number in range(LONG, LONG + SHORT)))

    async def hear_all() -> None:
        for number in range(LONG + SHORT):
            text = (await heard(attentive))["data"]["message"]["text"]
            assert text.startswith(f"{number} ")

    await asyncio.gather(say_all(), hear_all())


def is_connected_to(port: int) -> bool:
    """Whether some process here still has a connection whose far end is ``port``."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any(int(row[2].partition(":")[2], 16) == port for row in rows)


@asynccontextmanager
async def stalled(office: Office) -> AsyncIterator[ClientConnection]:
    """An agent's socket that takes a few kilobytes and then nothing until it is read."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    host, _, port = office.gateway.url.removeprefix("http://").partition(":")
    raw.connect((host, int(port)))
    raw.setblocking(False)
    async with (
        office.signed_in(office.ben) as http,
        connect(
            f"{office.gateway.socket_url}/api/v1/stream",
            additional_headers=cookie_of(http),
            sock=raw,
            max_queue=1,
            ping_interval=None,
            close_timeout=1,
        ) as connection,
    ):
        assert (await heard(connection))["type"] == "ready"
        yield connection
