"""When the broker cuts a gateway off: what was missed is made up for by a new ``ready``."""

from contextlib import suppress
from urllib.parse import quote, urlsplit

import aiohttp

from shared.bus.publisher import PublishFailed
from tests.eventually import eventually
from tests.integration.gateway.conftest import Office
from tests.integration.gateway.sockets import a_message, heard, listening, visiting
from tests.servers import Broker


async def test_after_a_gap_at_the_broker_every_socket_is_ready_again(
    office: Office, amqp_server: Broker
) -> None:
    async with listening(office, office.ann) as ann, visiting(office) as mia:
        await cut_everyone_off(amqp_server, office.gateway.environment["PARLEY_AMQP_URL"])
        assert [await heard(socket) for socket in (ann, mia)] == [{"type": "ready"}] * 2

        async def is_said() -> bool:
            with suppress(PublishFailed):  # we were cut off too
                await office.say(a_message("after the gap"))
                return True
            return False

        await eventually(is_said)
        for socket in (ann, mia):
            assert (await heard(socket))["data"]["message"]["text"] == "after the gap"


async def cut_everyone_off(broker: Broker, amqp_url: str) -> None:
    """Close all connections to a virtual host, as an operator of the broker could."""
    vhost = urlsplit(amqp_url).path.removeprefix("/")
    async with aiohttp.ClientSession(raise_for_status=True) as api:

        async def are_cut() -> bool:
            async with api.get(f"{broker.api_url}/api/connections") as answer:
                ours = [found for found in await answer.json() if found["vhost"] == vhost]
            for found in ours:
                await api.delete(f"{broker.api_url}/api/connections/{quote(found['name'])}")
            return bool(ours)

        # The broker's list is some seconds behind.
        await eventually(are_cut)
