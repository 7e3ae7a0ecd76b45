"""What ``deploy.setup`` makes at a broker, however often it is run."""

from contextlib import AsyncExitStack
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from aio_pika.exceptions import AMQPException

from deploy.broker import Operator
from deploy.local.rabbitmq import DEAD_LETTERS_POLICY, Rights
from deploy.setup import servers as setup
from shared.bus import queues
from shared.bus.connection import Bus
from tests.integration.shared.conftest import running
from tests.servers import Broker


async def test_a_process_has_a_user_of_its_own_and_its_dead_letters_are_kept(
    amqp_url: str, amqp_server: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator = Operator(amqp_url, amqp_server.api_url)
    name = f"process-{uuid4().hex[:8]}"
    own = Rights(rf"^({name}\..*|parley\.events.*)$", rf"^({name}\..*|parley.*)$", "^parley.*$")
    monkeypatch.setattr(setup, "broker_rights", lambda: {name: own})
    parts = urlsplit(amqp_url)
    url = urlunsplit(parts._replace(netloc=f"{name}:secret@{parts.hostname}:{parts.port}"))
    async with AsyncExitStack() as after:
        after.push_async_callback(operator.ask, "DELETE", f"users/{name}")
        for _ in range(2):
            await setup.prepare_rabbitmq(amqp_server.api_url, [setup.Owner(name, "", url)])
        bus = Bus(url, name)
        async with running(bus):
            with pytest.raises((AMQPException, RuntimeError)):
                await queues.declare(
                    await bus.consuming_channel(1), queues.Queue("another.things.v1", {})
                )
        (policy,) = await operator.ask("GET", f"policies/{operator.vhost}")
        assert policy["name"] == DEAD_LETTERS_POLICY
        assert policy["definition"]["delivery-limit"] > 1_000_000
